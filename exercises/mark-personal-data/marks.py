"""What the learner marked in their thirty notes: what stays readable, what was exempt, and which habit this shows."""

from __future__ import annotations

from collections import Counter

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


def trespasses(work: Work) -> list[Missed]:
    """Exempt stretches that a mark takes in, except one that is rightly part of a right span."""
    given = mine(work)
    return [
        (item, exempt)
        for item, note in right(work).items()
        for exempt in note.exempt
        if any(_meets(exempt, mark) and not _part_of(exempt, mark, note) for mark in given.get(item, ()))
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
    """Return that marks are next to what stays readable or cover less than half of it, if this is so for most of it."""
    given = mine(work)
    near = sum(
        any(
            mark.start < span.end + NEAR and span.start < mark.end + NEAR
            for mark in given.get(item, ())
            if mark.label == span.label
        )
        for item, span in missed
    )
    if near < FEW or near <= 0.5 * len(missed):
        return None
    return Mistake(
        f"For {near} of these pieces, a mark of the right kind is next to the piece or covers less than half of it.",
        "Print `text[start:end]` for these marks, and look at the edges.",
    )


def _meets(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


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


def trespass_habit(work: Work, found: list[Missed]) -> Mistake:
    """Return what is marked most often though it is exempt."""
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
            "Some marks cover half of a note or more.",
            "Start and end each mark at the words that name a person or a thing.",
        )
    kind, _ = Counter(span.label for _, span in found).most_common(1)[0]
    return EXEMPT[kind]


def blind_spot(missed: list[Missed], all_there: list[Span]) -> Mistake | None:
    """Return what the overlooked pieces have in common."""
    labels = Counter(span.label for _, span in missed)
    label, times = labels.most_common(1)[0]
    names = [span for _, span in missed if span.label == "name"]
    if names and sum(not span.text.isascii() for span in names) > 0.6 * len(missed):
        return Mistake(
            "Most of the readable pieces are names with letters outside plain English.",
            "Look at words in other scripts and at words with accents. They can be names too.",
        )
    if names and sum(" " not in span.text for span in names) > 0.6 * len(missed):
        return Mistake(
            "Most of the readable pieces are single names: a first name, a surname or a nickname alone.",
            "Mark first names alone, and mark every mention (rule 1).",
        )
    if times == sum(span.label == label for span in all_there):
        return Mistake(
            f"All {times} pieces of the kind `{label}` stay readable.",
            "For every note, go through the list of six kinds.",
        )
    if times > 0.6 * len(missed):
        return Mistake(
            f"Most of the readable pieces are of the kind `{label}`.",
            f"Read the notes again and look only for `{label}`.",
        )
    return None
