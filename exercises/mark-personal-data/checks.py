"""Checks for marked personal data: F1, what is exempt, what stays readable, offsets, and the learner's own measure."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from labelwright.checks import (
    Bands,
    Failed,
    Measure,
    Mistake,
    Passed,
    Span,
    Work,
    all_labelled,
    check,
    function_gives,
    settle,
    spans_match,
)

from .marks import blind_spot, journal, mine, readable, right, trespass_habit, trespasses
from .vectors import KNOWN, UNDEFINED, cases

LEAST_FOUND = 0.95


def marks_match(work: Work, by: Literal["strict", "partial"], full: float, half: float) -> Passed:
    """Compare the learner's spans with the right ones, in one of the four ways."""
    gold = {item: note.spans for item, note in right(work).items()}
    texts = {item: note.text for item, note in right(work).items()}
    try:
        return spans_match(journal(work), gold, texts=texts, full=full, half=half, by=by)
    except Failed as failed:
        if not failed.misconception and (found := trespasses(work)):
            habit = trespass_habit(work, found)
            failed.misconception, failed.advice = habit.misconception, habit.advice
        raise


@check("marks")
def every_note_is_settled(work: Work) -> Passed:
    """Each of your thirty notes is finished, including notes with nothing to mark."""
    return all_labelled(journal(work), list(work.sample["id"]), most_skipped=0.1, fast=3)


@check("marks", weight=3, after=every_note_is_settled)
def marks_are_strictly_right(work: Work) -> Passed:
    """Your marks have the right edges and labels: strict F1 is at least .75."""
    return marks_match(work, "strict", 0.75, 0.6)


@check("marks", weight=3, after=every_note_is_settled)
def marks_are_in_the_right_places(work: Work) -> Passed:
    """Your marks are in the right places: partial F1 is at least .88. A mark with wrong edges counts half."""
    return marks_match(work, "partial", 0.88, 0.78)


@check("marks", weight=3, after=every_note_is_settled)
def the_exempt_is_left_alone(work: Work) -> Passed:
    """You do not mark at least 90 % of what the guideline exempts: famous people, titles, jobs, towns, other dates."""
    there = sum(len(note.exempt) for note in right(work).values())
    found = trespasses(work)
    items = list(dict.fromkeys(item for item, _ in found))
    return settle(
        1 - len(found) / there,
        Bands(0.9, 0.75),
        f"You marked {len(found)} of {there} exempt pieces of text"
        + (f", as in {', '.join(items[:3])}." if items else "."),
        mistakes=[trespass_habit(work, found)] if found else [],
        why="Unnecessary marks make the text useless, and somebody needs time to remove them.",
        advice="Read rules 2, 3 and 4 again.",
    )


@check("release")
def offsets_reproduce_the_text(work: Work) -> Passed:
    """Every offset reproduces the text: `text[start:end]` equals the text of the span."""
    texts = {item: note.text for item, note in right(work).items()}
    spans = [(item, span) for item, marked in mine(work).items() for span in marked]
    wrong = [(item, span) for item, span in spans if not _reproduces(texts[item], span)]
    if not wrong:
        return Passed(f"{len(spans)} of {len(spans)} spans")
    item, span = wrong[0]
    mistake = _count(texts, wrong)
    raise Failed(
        f"{len(wrong)} of {len(spans)} spans do not reproduce the text. In {item}, {span.start} to {span.end} is "
        f"{texts[item][span.start : span.end]!r}, but the span says {span.text!r}.",
        misconception=mistake.misconception,
        why="A program cuts out the text at the offsets. With wrong offsets it cuts other words, and the name stays "
        "readable.",
        advice=mistake.advice or "Print `text[start:end]` for these spans.",
        measured=f"{len(spans) - len(wrong)} of {len(spans)}",
        expected="every span",
    )


def _reproduces(text: str, span: Span) -> bool:
    """Return whether the span is inside the text and its own text is right; some formats give no text."""
    return span.end <= len(text) and span.text in ("", text[span.start : span.end])


def _count(texts: dict[str, str], wrong: list[tuple[str, Span]]) -> Mistake:
    """Return how the offsets were counted, where one way explains most of the wrong ones."""

    def explained(cut: str) -> float:
        return sum(_cut(texts[item], span, cut) == span.text for item, span in wrong) / len(wrong)

    for cut, mistake in _COUNTS.items():
        if explained(cut) > 0.6:
            return mistake
    return Mistake("")


def _cut(text: str, span: Span, how: str) -> str:
    """Return the text between the offsets if they were counted in another way."""
    if how == "inclusive":
        return text[span.start : span.end + 1]
    if how == "from 1":
        return text[max(span.start - 1, 0) : span.end - 1]
    if how == "bytes":
        return text.encode()[span.start : span.end].decode(errors="replace")
    return text.encode("utf-16-le")[2 * span.start : 2 * span.end].decode("utf-16-le", errors="replace")


_COUNTS = {
    "inclusive": Mistake(
        "Your end is the place of the last letter. But an end is exclusive: it is the place after the last letter.",
        "Add 1 to every end.",
    ),
    "from 1": Mistake(
        "You counted the first letter as 1 instead of 0.", "Subtract 1 from every start and end."
    ),
    "bytes": Mistake(
        "The offsets count bytes of UTF-8. After each letter outside plain English they are too large.",
        "Find the words in the decoded text, not in the bytes.",
    ),
    "utf-16": Mistake(
        "The offsets count UTF-16 units, as JavaScript does. After each emoji they are too large.",
        "Count code points, as Python's `len` and slices do.",
    ),
}


@check("release", weight=3)
def nothing_personal_stays_readable(work: Work) -> Passed:
    """Your marks cover at least 95 % of the personal data. Their labels do not matter here."""
    there = [span for note in right(work).values() for span in note.spans]
    missed = readable(work)
    found = 1 - len(missed) / len(there)
    items = list(dict.fromkeys(item for item, _ in missed))
    kinds = ", ".join(
        f"`{label}` {times}" for label, times in Counter(s.label for _, s in missed).most_common()
    )
    blind = blind_spot(missed, there) if missed else None
    measure = Measure(
        id="personal-data-found",
        name="Personal data found",
        value=round(100 * found, 1),
        unit="%",
        n=len(there),
        n_unit=f"pieces of personal data in {len(right(work))} authored notes",
        reference="marks that follow from a written guideline",
    )
    return settle(
        found,
        Bands(LEAST_FOUND, 0.85),
        f"{len(missed)} of {len(there)} pieces of personal data stay readable"
        + (f" ({kinds}), as in {', '.join(items[:3])}." if missed else "."),
        mistakes=[blind] if blind else [],
        why="One readable name is enough to find a person, and nobody can take back a published text.",
        advice="Read these notes again, and look for one kind at a time.",
        measures=(measure,),
    )


@check("measure", weight=9)
def span_f1_is_right(work: Work) -> Passed:
    """`span_f1` returns strict, exact, partial and type F1 for published spans and for your random spans."""
    why = "The same marks can get .33 in one way and .67 in another. Without the way, nobody can compare a score."
    return function_gives(work, "span_f1", cases(work), half=0.7, known=KNOWN, why=why)


@check("measure", weight=1, after=span_f1_is_right)
def span_f1_is_undefined_without_spans(work: Work) -> Passed:
    """`span_f1` returns NaN if both lists are empty."""
    why = "A text without names says nothing about the labelling. A 1 or a 0 for it would change the mean."
    return function_gives(work, "span_f1", UNDEFINED, why=why)
