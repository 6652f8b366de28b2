"""What the learner marked in their thirty notes: what stays readable, what was exempt, and which habit that shows."""

from __future__ import annotations

from collections import Counter

from labelwright.checks import Annotation, Mistake, NotAttempted, Span, Work, marked_spans, read_annotations

from .gold import Note, notes

JOURNAL = "personal-data.annotations.jsonl"
Missed = tuple[str, Span]


def journal(work: Work) -> list[Annotation]:
    """What the journal says of the learner's notes."""
    return work.cached("journal", lambda: _journal(work))


def _journal(work: Work) -> list[Annotation]:
    found = read_annotations(work, JOURNAL, items=list(work.sample["id"]))
    if not found:
        raise NotAttempted("No note is marked yet. Run the cell with `ex.label`, and mark in the widget.")
    return found


def mine(work: Work) -> dict[str, tuple[Span, ...]]:
    """The learner's spans by note."""
    return marked_spans(journal(work))


def right(work: Work) -> dict[str, Note]:
    """The learner's thirty notes with their right spans."""
    return {one: notes()[one] for one in work.sample["id"]}


def covered(span: Span, others: tuple[Span, ...]) -> float:
    """The share of a span's characters that lie in one of `others`."""
    return sum(any(one.start <= at < one.end for one in others) for at in range(span.start, span.end)) / (
        span.end - span.start
    )


def readable(work: Work) -> list[Missed]:
    """The pieces of personal data of which marks cover less than half."""
    given = mine(work)
    return [
        (item, span)
        for item, note in right(work).items()
        for span in note.spans
        if covered(span, given.get(item, ())) < 0.5
    ]


def trespasses(work: Work) -> list[Missed]:
    """Exempt stretches that a mark takes in, except one that is rightly part of a right span."""
    given = mine(work)
    return [
        (item, exempt)
        for item, note in right(work).items()
        for exempt in note.exempt
        if any(_meets(exempt, mark) and not _part_of(exempt, mark, note) for mark in given.get(item, ()))
    ]


def _meets(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _part_of(exempt: Span, mark: Span, note: Note) -> bool:
    """Whether the mark stands for a right span that holds the exempt stretch, as a street named after somebody."""
    return any(
        span.start <= exempt.start and exempt.end <= span.end and span.label == mark.label
        for span in note.spans
    )


EXEMPT = {
    "famous": Mistake(
        "Famous people are marked, whom the guideline exempts where the note speaks of them as such.",
        "Rule 2: ask whether the note speaks of the person everybody knows, or of somebody private.",
    ),
    "title": Mistake(
        "Titles are marked together with the name, or as a name.",
        "Rule 4: let the name begin after Mr, Dr, Prof., Lady or Sister.",
    ),
    "job": Mistake(
        "Job titles are marked: a caretaker or a director is a role that many people have, not a name.",
        "Rule 3: would the word still be true if another person did the job? Then it is no name.",
    ),
    "date": Mistake(
        "Dates are marked that are nobody's date of birth.", "Rule 3: ask what happened on that day."
    ),
    "order": Mistake(
        "Order or ticket numbers are marked; they name a parcel or a case, not a person.",
        "Rule 3: mark numbers of customers, accounts and cards only.",
    ),
    "town": Mistake(
        "Towns that stand alone are marked; nobody is reached by a town.",
        "Rule 3 and 5: an address has a house, a street or a box.",
    ),
    "company": Mistake("Companies are marked as if they were people.", "Rule 3: a firm is not a person."),
    "pet": Mistake("An animal is marked as if it were a person.", "Rule 3: animals have no personal data."),
}


def trespass_habit(work: Work, found: list[Missed]) -> Mistake:
    """What is marked most often though it is exempt."""
    given, there = mine(work), right(work)
    whole = [
        item
        for item, exempt in found
        if any(
            _meets(exempt, mark) and 2 * (mark.end - mark.start) > len(there[item].text)
            for mark in given[item]
        )
    ]
    if 2 * len(whole) > len(found):
        return Mistake(
            "Marks run over half of a note or more, and take in whatever stands there.",
            "Begin and end each mark at the very words that name somebody or something.",
        )
    kind, _ = Counter(span.label for _, span in found).most_common(1)[0]
    return EXEMPT[kind]


def blind_spot(missed: list[Missed], all_there: list[Span]) -> Mistake | None:
    """What the overlooked pieces have in common."""
    labels = Counter(span.label for _, span in missed)
    label, times = labels.most_common(1)[0]
    names = [span for _, span in missed if span.label == "name"]
    if names and sum(not span.text.isascii() for span in names) > 0.6 * len(missed):
        return Mistake(
            "Most of what stays readable are names with letters outside plain English.",
            "Look at words in other scripts and with marks on their letters: they name people as well.",
        )
    if names and sum(" " not in span.text for span in names) > 0.6 * len(missed):
        return Mistake(
            "Most of what stays readable are single names: a first name, a surname or a nickname alone.",
            "Rule 1: a bare first name is a name, and so is the second mention.",
        )
    if times == sum(span.label == label for span in all_there):
        return Mistake(
            f"Nothing of the kind `{label}` is marked.", "Go down the list of six kinds for every note."
        )
    if times > 0.6 * len(missed):
        return Mistake(f"Most of what stays readable is of the kind `{label}`.", f"Look for `{label}` alone.")
    return None
