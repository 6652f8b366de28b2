"""What the learner marked in their thirty notes: what stays readable, what was exempt, and which habit this shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from labelwright.checks import (
    Annotation,
    Mistake,
    NotAttempted,
    Span,
    Work,
    marked_spans,
    own_annotations,
    read_annotations,
)

from .gold import Note, notes

JOURNAL = "personal-data.annotations.jsonl"
Missed = tuple[str, Span]
FEW = 2
"""The fewest pieces that can show a habit."""
MOST = 0.6
"""The share of what is wrong that a habit must explain."""
NEAR = 12
"""In characters: offsets in bytes are off by about this much at the end of a note."""


def journal(work: Work) -> list[Annotation]:
    """Return what the journal says of the learner's notes."""
    return work.cached("journal", lambda: _journal(work))


def _journal(work: Work) -> list[Annotation]:
    found = own_annotations(work, JOURNAL, read_annotations(work, JOURNAL, items=list(work.sample["id"])))
    if not found:
        raise NotAttempted(
            "No note is finished yet. Run the cell with `ex.label`, and mark the notes in the widget."
        )
    return found


def mine(work: Work) -> dict[str, tuple[Span, ...]]:
    """Return the learner's spans by note."""
    return marked_spans(journal(work))


def right(work: Work) -> dict[str, Note]:
    """Return the learner's thirty notes with their right spans."""
    return {one: notes()[one] for one in work.sample["id"]}


def covered(span: Span, others: tuple[Span, ...]) -> float:
    """Return the share of a span's characters that lie in one of `others`."""
    return sum(any(one.start <= at < one.end for one in others) for at in range(span.start, span.end)) / (
        span.end - span.start
    )


def readable(work: Work) -> list[Missed]:
    """Return the pieces of personal data of which marks cover less than half."""
    given = mine(work)
    return [
        (item, span)
        for item, note in right(work).items()
        for span in note.spans
        if covered(span, given.get(item, ())) < 0.5
    ]


def hides_note(work: Work, item: str) -> bool:
    """Return whether the marks of a note also cover more than three quarters of its letters that are not personal data."""
    text, spans = right(work)[item].text, right(work)[item].spans
    given = mine(work).get(item, ())
    rest = [
        at
        for at, letter in enumerate(text)
        if letter.isalnum() and not any(one.start <= at < one.end for one in spans)
    ]
    return 4 * sum(any(one.start <= at < one.end for one in given) for at in rest) > 3 * len(rest)


def exempt_in(mark: Span, note: Note) -> list[Span]:
    """Return the exempt stretches that a mark takes in, except one that is rightly part of a right span."""
    return [one for one in note.exempt if meets(one, mark) and not _part_of(one, mark, note)]


def trespasses(work: Work) -> list[Missed]:
    """Return the exempt stretches that marks take in, each once."""
    given = mine(work)
    return [
        (item, exempt)
        for item, note in right(work).items()
        for exempt in note.exempt
        if any(exempt in exempt_in(mark, note) for mark in given.get(item, ()))
    ]


def all_of_a_kind(work: Work, found: list[Missed]) -> str:
    """Return which kind is marked nearly everywhere although it is exempt, or an empty text."""
    there = Counter(span.label for note in right(work).values() for span in note.exempt)
    marked = Counter(span.label for _, span in found)
    kind, times = marked.most_common(1)[0] if marked else ("", 0)
    if times < FEW or times <= 0.5 * there[kind]:
        return ""
    return f"You marked {times} of the {there[kind]} {KINDS[kind]}, which are exempt."


def by_kind(work: Work) -> dict[str, tuple[int, int]]:
    """Return for each label how many pieces have a mark with their edges and label, and how many pieces there are."""
    there: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    given = mine(work)
    for item, note in right(work).items():
        marks = {(one.start, one.end, one.label) for one in given.get(item, ())}
        for span in note.spans:
            there[span.label] += 1
            hits[span.label] += (span.start, span.end, span.label) in marks
    return {label: (hits[label], count) for label, count in sorted(there.items())}


def inner_marks(work: Work, item: str, name: Span) -> tuple[bool, bool, bool]:
    """Return whether a mark `name` stands for a name inside an address, and whether a mark `address` has it inside.

    The third value says whether a mark `address` is on the address at all. Whether edges are right is for other checks.
    A mark that is right for another piece does not count as the name's, nor does one that takes in much more.
    """
    if hides_note(work, item):
        return False, False, False
    given, there = mine(work).get(item, ()), right(work)[item].spans
    others = {(one.start, one.end, one.label) for one in there if one != name}
    as_name = any(
        one.label == "name"
        and meets(one, name)
        and one.end - one.start <= 2 * (name.end - name.start)
        and (one.start, one.end, one.label) not in others
        for one in given
    )
    around = next(one for one in there if one.label == "address" and overlap(one, name))
    whole = [one for one in given if one.label == "address" and meets(one, around)]
    return as_name, any(2 * overlap(one, name) >= name.end - name.start for one in whole), bool(whole)


def nested_names(work: Work) -> list[Missed]:
    """Return the names that are inside an address, each with its note."""
    return [
        (item, name)
        for item, note in right(work).items()
        for name in note.spans
        if name.label == "name"
        and any(
            span.label == "address" and span.start <= name.start and name.end <= span.end
            for span in note.spans
        )
    ]


def missed_by_little(work: Work, missed: list[Missed]) -> Mistake | None:
    """Return that marks are next to what stays readable or cover less than half of it, if this is so for most of it.

    A mark that covers half of another piece with its label belongs to that piece.
    """
    given, there = mine(work), right(work)

    def free(item: str, mark: Span) -> bool:
        return not any(
            one.label == mark.label and 2 * overlap(one, mark) >= one.end - one.start
            for one in there[item].spans
        )

    near = sum(
        any(
            mark.start < span.end + NEAR and span.start < mark.end + NEAR
            for mark in given.get(item, ())
            if mark.label == span.label and free(item, mark)
        )
        for item, span in missed
    )
    if near < FEW or near < MOST * len(missed):
        return None
    return Mistake(
        f"For {near} of these pieces, a mark of the right kind is next to the piece or covers less than half of it.",
        "Print `text[start:end]` for these marks, and look at the edges.",
    )


def overlap(a: Span, b: Span) -> int:
    """Return how many characters two spans share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def meets(a: Span, b: Span) -> bool:
    """Return whether two spans overlap."""
    return overlap(a, b) > 0


def _part_of(exempt: Span, mark: Span, note: Note) -> bool:
    """Return whether the mark stands for a right span that holds the exempt stretch, as a street named after somebody."""
    return any(
        span.start <= exempt.start and exempt.end <= span.end and span.label == mark.label
        for span in note.spans
    )


KINDS = {
    "famous": "famous people",
    "title": "titles",
    "job": "job titles",
    "date": "other dates",
    "order": "order or ticket numbers",
    "town": "towns without a street",
    "company": "companies",
    "pet": "animals",
}
EXEMPT = {
    "famous": Mistake(
        "You marked famous people. The guideline exempts them if the note is about the famous person.",
        "Ask whether the note is about the person everybody knows or about a private person (rule 2).",
    ),
    "title": Mistake(
        "You marked titles together with the name, or as a name.",
        "Start the name after Mr, Dr, Prof., Lady or Sister (rule 4).",
    ),
    "job": Mistake(
        "You marked job titles. A caretaker or a director is a role that many people have, not a name.",
        "Ask whether the word would still be true if another person did the job. If yes, do not mark it (rule 3).",
    ),
    "date": Mistake(
        "You marked dates that are not a date of birth.",
        "Ask what happened on that day. Mark only dates of birth (rule 3).",
    ),
    "order": Mistake(
        "You marked order or ticket numbers. They belong to a parcel or a case, not to a person.",
        "Mark only numbers of customers, accounts and cards (rule 3).",
    ),
    "town": Mistake(
        "You marked towns without a street. A town alone does not lead to a person.",
        "Mark an address only if it has a house, a street or a box (rules 3 and 5).",
    ),
    "company": Mistake("You marked companies as if they were people.", "Do not mark companies (rule 3)."),
    "pet": Mistake("You marked an animal as if it were a person.", "Do not mark animals (rule 3)."),
}


FLOOD = Mistake(
    "Your marks cover nearly all words of a note.",
    "Start and end each mark at the words that name a person or a thing.",
)


def trespass_habit(work: Work, found: list[Missed]) -> Mistake:
    """Return what is marked most often though it is exempt; no name if it is less than 60 % of it."""
    wide = sum(hides_note(work, item) for item, _ in found)
    if 2 * wide > len(found):
        return FLOOD
    kind, times = Counter(span.label for _, span in found).most_common(1)[0]
    return EXEMPT[kind] if times >= MOST * len(found) else Mistake("")


def kinds_of(found: list[Missed]) -> str:
    """Return how many exempt pieces of each kind there are: `titles 2, animals 1`."""
    kinds = Counter(span.label for _, span in found)
    return ", ".join(f"{KINDS[kind]} {times}" for kind, times in kinds.most_common())


def blind_spot(missed: list[Missed], all_there: list[Span]) -> Mistake | None:
    """Return what the overlooked pieces have in common, if most of what has it was overlooked; two ways if both fit."""
    found = [span for _, span in missed]
    if len(found) < FEW:
        return None
    signs = [
        (_share(found, sign), mistake)
        for sign, mistake in SIGNS
        if _share(found, sign) >= MOST
        and len([one for one in found if sign(one)]) >= MOST * len([one for one in all_there if sign(one)])
    ]
    best = max((share for share, _ in signs), default=0.0)
    fitting = [mistake for share, mistake in signs if share == best]
    whole = [label for label in _kinds(found) if _kinds(found)[label] == _kinds(all_there)[label]]
    gone = sum(_kinds(found)[label] for label in whole)
    if whole and gone >= max(FEW, MOST * len(found), best * len(found)):
        listed = ", ".join(f"`{label}` {_kinds(found)[label]}" for label in whole)
        return Mistake(
            f"All {gone} pieces of the kind `{whole[0]}` stay readable."
            if len(whole) == 1
            else f"All pieces of these kinds stay readable: {listed}.",
            "For every note, go through the list of six kinds.",
        )
    if fitting:
        return Mistake(
            " Or: ".join(one.misconception for one in fitting), " ".join(one.advice for one in fitting)
        )
    return None


def _kinds(spans: list[Span]) -> Counter[str]:
    return Counter(span.label for span in spans)


def _share(spans: list[Span], sign: Callable[[Span], bool]) -> float:
    return sum(map(sign, spans)) / len(spans)


SIGNS: tuple[tuple[Callable[[Span], bool], Mistake], ...] = (
    (
        lambda span: span.label == "name" and not span.text.isascii(),
        Mistake(
            "Most of the readable pieces are names with letters outside plain English.",
            "Look at words in other scripts and at words with accents. They can be names too.",
        ),
    ),
    (
        lambda span: span.label == "name" and " " not in span.text,
        Mistake(
            "Most of the readable pieces are single names: a first name, a surname or a nickname alone.",
            "Mark first names alone, and mark every mention (rule 1).",
        ),
    ),
)
