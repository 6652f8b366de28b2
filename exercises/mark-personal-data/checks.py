"""Checks for marked personal data: F1, what is exempt, what stays readable, offsets, and the learner's own measure."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from labelwright.checks import (
    Bands,
    Failed,
    Measure,
    Mistake,
    NotAttempted,
    Passed,
    Span,
    Work,
    all_labelled,
    check,
    enough_time,
    function,
    reading_seconds,
    settle,
    spans_match,
)
from labelwright.checks.compare import count_noun

from .faults import advice, describe, faults, habit
from .marks import (
    FLOOD,
    all_of_a_kind,
    blind_spot,
    by_kind,
    covered,
    hides_note,
    inner_marks,
    journal,
    kinds_of,
    mine,
    missed_by_little,
    nested_names,
    readable,
    right,
    trespass_habit,
    trespasses,
)
from .vectors import NOTES, UNDEFINED, span_inputs

LEAST_FOUND = 0.95


def marks_match(work: Work, by: Literal["strict", "partial"], full: float, half: float) -> Passed:
    """Compare the learner's spans with the right ones, in one of the four ways."""
    gold = {item: note.spans for item, note in right(work).items()}
    texts = {item: note.text for item, note in right(work).items()}
    try:
        return spans_match(journal(work), gold, texts=texts, full=full, half=half, by=by)
    except Failed as failed:
        if not failed.misconception and (mistake := habit(work, faults(work))):
            failed.misconception, failed.advice = mistake.misconception, mistake.advice
        raise


@check("marks")
def every_note_is_settled(work: Work) -> Passed:
    """Each of your thirty notes is finished, including notes with nothing to mark."""
    try:
        return all_labelled(journal(work), list(work.sample["id"]), most_skipped=0.1)
    except Failed as failed:
        if 2 * sum(one.status == "skipped" for one in journal(work)) > len(work.sample):
            failed.credit = 0.0
        raise


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
    """You leave at least 90 % of what the guideline exempts unmarked, and at least half of each kind: famous people, titles,
    jobs, towns, other dates."""
    there = sum(len(note.exempt) for note in right(work).values())
    found = trespasses(work)
    _has_half(work)
    items = list(dict.fromkeys(item for item, _ in found))
    return settle(
        1 - len(found) / there,
        Bands(0.9, 0.75),
        f"You marked {len(found)} of {there} exempt pieces of text"
        + (f" ({kinds_of(found)}), as in {', '.join(items[:3])}." if items else "."),
        mistakes=[trespass_habit(work, found)] if found else [],
        blocked=all_of_a_kind(work, found),
        why="Unnecessary marks make the text useless, and somebody needs time to remove them.",
        advice="Read rules 2, 3 and 4 again.",
    )


def _has_half(work: Work) -> None:
    """Raise Failed if marks touch less than half of the personal data: leaving all of a text alone shows nothing."""
    there = [(item, span) for item, note in right(work).items() for span in note.spans]
    met = sum(covered(span, mine(work).get(item, ())) > 0 for item, span in there)
    if 2 * met < len(there):
        raise Failed(
            f"Your marks touch {met} of {len(there)} pieces of personal data. This check needs half of them.",
            why="Whether you can tell the exempt from the personal shows only where you have marked the personal.",
            advice="First mark what the six kinds in the table name. Then check again.",
            measured=f"{met} of {len(there)} pieces",
            expected="half of the pieces or more",
        )


@check("marks", after=every_note_is_settled)
def names_inside_addresses_are_marked(work: Work) -> Passed:
    """Rule 6: you mark a name inside an address twice, as part of the address and as a name. Few notes have one."""
    there = nested_names(work)
    marked = [(item, *inner_marks(work, item, name)) for item, name in there]
    said = {
        "have no mark of their own": [item for item, as_name, _, _ in marked if not as_name],
        "have a mark `name`, but the address around them has no mark `address`": [
            item for item, as_name, inside, around in marked if as_name and not inside and not around
        ],
        "have a mark `name`, but the mark `address` leaves them out": [
            item for item, as_name, inside, around in marked if as_name and not inside and around
        ],
    }
    missed = [item for items in said.values() for item in items]
    if not there:
        return Passed(note="No name is inside an address in your thirty notes.")
    if not missed:
        return Passed(f"{len(there)} of {len(there)}")
    alone, unmarked, _ = said.values()
    steps = (
        "Read rule 6 and its example with c/o again.",
        "Mark the address too, with the label `address` (rule 6).",
        "Begin the mark of the address at `c/o` (rules 5 and 6).",
    )
    raise Failed(
        " ".join(
            f"{len(items)} of {len(there)} names inside an address {what}, as in {', '.join(items[:3])}."
            for what, items in said.items()
            if items
        ),
        why="A program that replaces names looks for marks with the label name. It does not look inside addresses."
        if alone
        else "Post with `c/o` arrives only with this name. So the name is a part of the address.",
        advice=steps[0 if alone else 1 if unmarked else 2],
        credit=0.5 * (1 - len(missed) / len(there)),
        measured=f"{len(there) - len(missed)} of {len(there)}",
        expected=f"{len(there)} of {len(there)}",
    )


@check("rules", after=every_note_is_settled)
def notes_are_read(work: Work) -> Passed:
    """You took the time to read: a tenth of a second for each word, in half of the notes or more."""
    least = {item: reading_seconds(note.text) for item, note in right(work).items()}
    return enough_time(journal(work), least)


@check("rules", weight=2, after=every_note_is_settled)
def every_kind_is_marked_and_named(work: Work) -> Passed:
    """Of each kind with two pieces or more, at least a third has a mark with exactly its edges and its label."""
    kinds = by_kind(work)
    weak = {label: (hits, there) for label, (hits, there) in kinds.items() if there >= 2 and 3 * hits < there}
    if not weak:
        return Passed(f"{len(kinds)} of {len(kinds)} kinds")
    wrong = [fault for fault in faults(work) if fault.piece and fault.piece.label in weak]
    ways = {label: describe(one for one in wrong if one.piece and one.piece.label == label) for label in weak}
    same = len({way.partition(" ")[2] for way in ways.values()}) == 1 and "," not in "".join(ways.values())
    listed = ", ".join(
        f"`{label}` {hits} of {there}" + ("" if same else f" ({ways[label]})")
        for label, (hits, there) in weak.items()
    )
    rest = f" The others: {describe(wrong)}." if same else ""
    gold = {item: note.spans for item, note in right(work).items()}
    texts = {item: note.text for item, note in right(work).items()}
    mistake = habit(work, wrong)
    try:
        spans_match(journal(work), gold, texts=texts, full=1.0)
    except Failed as failed:
        if failed.misconception:
            mistake = Mistake(failed.misconception, failed.advice)
    raise Failed(
        f"Too few pieces have a mark with exactly their edges and their label: {listed}.{rest}",
        misconception=mistake.misconception if mistake else "",
        why="If one kind is wrong everywhere, a model learns that this kind does not exist, or where it does not end.",
        advice=mistake.advice if mistake else advice(wrong),
        measured=f"{len(kinds) - len(weak)} of {len(kinds)} kinds",
        expected="every kind",
    )


@check("release")
def offsets_reproduce_the_text(work: Work) -> Passed:
    """Every offset reproduces the text: `text[start:end]` equals the text of the span."""
    texts = {item: note.text for item, note in right(work).items()}
    spans = [(item, span) for item, marked in mine(work).items() for span in marked]
    if not spans:
        raise NotAttempted("No span is marked yet, so no offset can be checked.")
    wrong = [(item, span) for item, span in spans if not _reproduces(texts[item], span)]
    if not wrong:
        return Passed(f"{len(spans)} of {len(spans)} spans")
    item, span = wrong[0]
    mistake = _count(texts, spans)
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


def _count(texts: dict[str, str], spans: list[tuple[str, Span]]) -> Mistake:
    """Return how the offsets were counted, if one way, and only one, explains nearly all spans, also the right ones.

    Offsets in bytes are right in a note of plain letters and one too large after one accent: there they look as if they
    were counted from 1. So a way must hold for all spans.
    """
    known = [(item, span) for item, span in spans if span.text]
    shares = {cut: sum(_cut(texts[item], span, cut) == span.text for item, span in known) for cut in _COUNTS}
    fitting = [cut for cut, hits in shares.items() if known and hits >= 0.9 * len(known)]
    best = [cut for cut in fitting if shares[cut] == max(shares.values())]
    return _COUNTS[best[0]] if len(best) == 1 else Mistake("")


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
    """Your marks cover at least 95 % of the personal data. Their labels do not matter here. A note does not count if the
    marks also cover more than three quarters of its other words."""
    there = [span for note in right(work).values() for span in note.spans]
    missed = readable(work)
    wide = [item for item in right(work) if hides_note(work, item)]
    hidden = sum(len(right(work)[item].spans) for item in wide) - sum(item in wide for item, _ in missed)
    found = 1 - (len(missed) + hidden) / len(there)
    items = list(dict.fromkeys(item for item, _ in missed))
    kinds = ", ".join(
        f"`{label}` {times}" for label, times in Counter(s.label for _, s in missed).most_common()
    )
    blind = (missed_by_little(work, missed) or blind_spot(missed, there)) if missed else None
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
        + (f" ({kinds}), as in {', '.join(items[:3])}." if missed else ".")
        + (
            f" {hidden} more do not count, because in {count_noun(len(wide), 'note')} your marks also cover more than three "
            f"quarters of the other words, as in {', '.join(wide[:3])}."
            if hidden
            else ""
        ),
        mistakes=[FLOOD] if hidden > len(missed) else [blind] if blind else [],
        why="A note that is hidden as a whole cannot be labelled by topic."
        if hidden > len(missed)
        else "One readable name is enough to find a person, and nobody can take back a published text.",
        advice="Read these notes again, and look for one kind at a time.",
        measures=(measure,),
    )


span_f1_is_right = function(
    "measure",
    "span_f1",
    "returns strict, exact, partial and type F1 for published spans and for your random spans",
    inputs=span_inputs,
    notes=NOTES,
    half=0.7,
    weight=9,
    why="The same marks can get .33 in one way and .67 in another. Without the way, nobody can compare a score.",
)
span_f1_is_undefined_without_spans = function(
    "measure",
    "span_f1",
    "returns NaN if both lists are empty",
    inputs=UNDEFINED,
    notes=["no span on either side"] * len(UNDEFINED),
    after=span_f1_is_right,
    why="A text without names says nothing about the labelling. A 1 or a 0 for it would change the mean.",
)
