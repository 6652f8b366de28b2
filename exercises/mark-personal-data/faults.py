"""What is wrong with the marks, piece by piece, and the habit that explains most of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from labelwright.checks import Mistake, Span, Work

from .gold import Note
from .marks import EXEMPT, FEW, FLOOD, MOST, exempt_in, hides_note, meets, mine, overlap, right

How = Literal["missing", "label", "parts", "longer", "shorter", "moved", "joined", "stray"]


@dataclass(frozen=True)
class Fault:
    """A piece without a mark that has its edges and label, or a mark that belongs to no piece (then `piece` is None)."""

    item: str
    piece: Span | None
    how: How
    marks: tuple[Span, ...]


def faults(work: Work) -> list[Fault]:
    """Return all that is wrong with the learner's marks."""
    given = mine(work)
    return [fault for item, note in right(work).items() for fault in _faults(item, note, given.get(item, ()))]


def _faults(item: str, note: Note, given: tuple[Span, ...]) -> list[Fault]:
    marks = {_key(mark): mark for mark in given}
    gold = {_key(piece) for piece in note.spans}
    left = [mark for key, mark in marks.items() if key not in gold]
    found, used = [], set()
    for piece in note.spans:
        if _key(piece) not in marks:
            how, own = _state(piece, left, note)
            used |= {_key(mark) for mark in own}
            found.append(Fault(item, piece, how, tuple(own)))
    found += [Fault(item, None, "stray", (mark,)) for mark in left if _key(mark) not in used]
    return found


def _key(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.label


def _state(piece: Span, left: list[Span], note: Note) -> tuple[How, list[Span]]:
    """Return how a piece was marked, and by which of the marks that are not right for another piece."""
    own = [mark for mark in left if mark.label == piece.label and meets(mark, piece)]
    if len(own) > 1 and all(piece.start <= mark.start and mark.end <= piece.end for mark in own):
        return "parts", own
    if own:
        mark = max(own, key=lambda one: overlap(one, piece))
        if mark.start <= piece.start and piece.end <= mark.end:
            return "longer", own
        return ("shorter" if piece.start <= mark.start and mark.end <= piece.end else "moved"), own
    others = [mark for mark in left if meets(mark, piece)]
    alike = [
        mark
        for mark in others
        if 2 * overlap(mark, piece) >= max(mark.end, piece.end) - min(mark.start, piece.start)
    ]
    if alike:
        return "label", alike
    around = {span.label for span in note.spans if span.start <= piece.start and piece.end <= span.end} - {
        piece.label
    }
    wide = [
        mark for mark in others if mark.label not in around and 2 * overlap(mark, piece) >= len(piece.text)
    ]
    return ("joined", wide) if wide else ("missing", [])


SAID: dict[How, str] = {
    "missing": "without a mark",
    "label": "with another label",
    "parts": "marked in parts",
    "longer": "with a mark that takes in more",
    "shorter": "with a mark that leaves letters out",
    "moved": "with a mark that begins or ends at other letters",
    "joined": "in one mark with other words",
}
ADVICE: dict[How, str] = {
    "missing": "For each of these kinds, go through the notes again and look only for it.",
    "label": "The marks are there, with another label. Read the table of the six kinds, and change only the label.",
    "parts": "Mark each of these pieces once, from its first word to its last word.",
    "longer": "The marks are there, but they take in too much. Print `text[start:end]` for them, and read rules 4 and 7 again.",
    "shorter": "The marks are there, but letters of the piece are outside. Print `text[start:end]` for them, and move the edges.",
    "moved": "The marks are there, but their edges are not. Print `text[start:end]` for them, and move the edges.",
    "joined": "Give each of these pieces a mark of its own.",
}


def describe(found: Iterable[Fault]) -> str:
    """Return how pieces were marked, with counts: `2 without a mark, 1 marked in parts`."""
    found = [fault for fault in found if fault.piece]
    ways: Counter[str] = Counter()
    for fault in found:
        labels = sorted({mark.label for mark in fault.marks})
        ways[f"with the label `{labels[0]}`" if fault.how == "label" else SAID[fault.how]] += 1
    return ", ".join(f"{times} {way}" for way, times in ways.most_common())


def advice(found: Iterable[Fault]) -> str:
    """Return what to try for the way in which most of the pieces are wrong."""
    ways = Counter(fault.how for fault in found if fault.piece)
    return ADVICE[ways.most_common(1)[0][0]]


def habit(work: Work, found: list[Fault]) -> Mistake | None:
    """Return the habit that explains at least 60 % of the faults, and the most of them; None if there is none."""
    cases: dict[str, list[Fault]] = {}
    names: dict[str, Mistake] = {}
    for fault in found:
        for mistake in _habits(work, fault):
            names.setdefault(mistake.misconception, mistake)
            cases.setdefault(mistake.misconception, []).append(fault)
    best = sorted(cases, key=lambda one: -len(cases[one]))[:2]
    most = len(cases[best[0]]) if best else 0
    if most < FEW or most < MOST * len(found):
        return _unmarked(work, found)
    tied = [names[one] for one in best if len(cases[one]) == most]
    if len(tied) == 1:
        return tied[0]
    return Mistake(" Or: ".join(one.misconception for one in tied), " ".join(one.advice for one in tied))


def _habits(work: Work, fault: Fault) -> list[Mistake]:
    """Return the habits that can explain one fault."""
    note = right(work)[fault.item]
    if fault.marks and hides_note(work, fault.item):
        return [FLOOD]
    if fault.piece and fault.how == "parts" and fault.piece.label in PARTS:
        return [PARTS[fault.piece.label]]
    if fault.piece and fault.how == "label":
        return [_other_label(fault.piece.label, mark.label) for mark in fault.marks[:1]]
    kinds = {one.label for mark in fault.marks for one in exempt_in(mark, note)}
    if kinds:
        return [EXEMPT[kind] for kind in sorted(kinds)]
    if fault.piece and fault.how == "longer" and fault.piece.label != "name":
        mark = fault.marks[0]
        before = note.text[mark.start : fault.piece.start]
        if mark.end == fault.piece.end and any(letter.isalpha() for letter in before):
            return [WORD_BEFORE]
    return []


PARTS = {
    "address": Mistake(
        "You marked one address in several parts.",
        "One address is one span, with its commas, from its first word to the postcode or town (rule 5).",
    ),
    "name": Mistake(
        "You marked the parts of one name as several spans.",
        "A full name is one span, from the first name to the surname (rule 1).",
    ),
}
WORD_BEFORE = Mistake(
    "Your marks take in the words before a number, a date or an address, such as IBAN or account.",
    "Start the mark at the number itself. The word that says what it is stays outside (rule 7).",
)


def _other_label(wanted: str, given: str) -> Mistake:
    first, second = sorted((wanted, given))
    return Mistake(
        f"You mixed up the labels `{first}` and `{second}`. The marks are in the right places.",
        "Read the lines of both labels in the table of the six kinds. Then change only the labels.",
    )


def _unmarked(work: Work, found: list[Fault]) -> Mistake | None:
    """Return that whole kinds have no mark at all, if this explains most of the faults."""
    there = Counter(span.label for note in right(work).values() for span in note.spans)
    missing = Counter(fault.piece.label for fault in found if fault.piece and fault.how == "missing")
    used = {mark.label for marks in mine(work).values() for mark in marks}
    kinds = [kind for kind in sorted(missing) if missing[kind] == there[kind] and kind not in used]
    if not used or sum(missing[kind] for kind in kinds) < max(FEW, MOST * len(found)):
        return None
    if len(kinds) == 1:
        return Mistake(
            f"You marked nothing of the kind `{kinds[0]}`.",
            "Go through the notes again, and look only for this kind.",
        )
    return Mistake(
        f"You marked nothing of these kinds: {', '.join(f'`{kind}`' for kind in kinds)}.",
        "Go through the notes once for each of them, and look only for it.",
    )
