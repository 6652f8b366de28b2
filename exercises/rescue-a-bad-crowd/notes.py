"""The form of a feedback note: its fields, its evidence in the votes, and words that judge a person."""

from __future__ import annotations

import re
from typing import Any

from .crowd import LABELS, SURE, Crowd

STEPS = ("carry on", "practise this pair", "pause and talk")
STATEMENTS = (
    "I would know what to do differently after reading it",
    "I would feel treated with respect",
    "Nothing in it goes beyond the evidence",
    "It says how to object",
)
LEAST, MOST = 25, 90
LEAST_DIFFERENT = 0.3
"""The share of a note's words that are different, at least: plain notes had .45, a repeated word .09."""
JUDGING = re.compile(
    r"\b(spam\w*|lazy|laz\w+|cheat\w*|liar|lying|lies|lied|careless\w*|stupid\w*|incompeten\w*|fraud\w*|sloppy|useless|"
    r"worst|bad (?:annotator|rater|worker)|dishonest\w*|unreliable|idiot\w*|ashamed|terrible)\b",
    re.IGNORECASE,
)
NEARLY_AS_OFTEN = 0.7
"""A confusion that happened at least this share as often as the most frequent one is accepted too."""
Fault = tuple[str, str, str]


def note_fault(crowd: Crowd, name: str, notes: dict[str, Any], part: str) -> Fault | None:
    """Return what is wrong with one part of a note, "evidence" or "prose": (found, misconception, advice)."""
    note = notes[name]
    if not isinstance(note, dict) or any(
        field not in note for field in ("confuses", "evidence", "next", "note")
    ):
        return "the note has no entry confuses, evidence, next or note.", "", "Give all four entries."
    if part == "evidence":
        return (
            _confusion_fault(crowd, name, note)
            or _evidence_fault(crowd, name, note)
            or _step_fault(crowd, name, note)
        )
    return _prose_fault(
        name, note, [other["note"] for other in notes.values() if isinstance(other, dict) and "note" in other]
    )


def statements_missing(value: Any) -> list[str]:
    """Return the statements that have no answer of True or False."""
    answers = value if isinstance(value, dict) else {}
    return [statement for statement in STATEMENTS if not isinstance(answers.get(statement), bool)]


def _confusion_fault(crowd: Crowd, name: str, note: dict[str, Any]) -> Fault | None:
    pair = note["confuses"]
    if (
        not isinstance(pair, list)
        or len(pair) != 2
        or any(label not in LABELS for label in pair)
        or pair[0] == pair[1]
    ):
        return f"confuses is {pair!r}.", "", "Give two different labels: (true, given)."
    counts = crowd.confusions(name)
    most = max(counts.values())
    true, given = map(str, pair)
    if counts[true, given] >= NEARLY_AS_OFTEN * most:
        return None
    turned = counts[given, true] >= NEARLY_AS_OFTEN * most
    return (
        f"({true}, {given}) happened on {counts[true, given]} tickets, but another confusion happened more often.",
        "The two labels are in the wrong order: first the true label, then the given label."
        if turned
        else "",
        "Count the pairs over the tickets on which the model is sure. Count tickets, not shares.",
    )


def _evidence_fault(crowd: Crowd, name: str, note: dict[str, Any]) -> Fault | None:
    shown = note["evidence"]
    if not isinstance(shown, list) or len(set(map(str, shown))) < 3:
        return f"evidence is {shown!r:.80}.", "", "Give a list of three different tickets."
    true, given = map(str, note["confuses"])
    own, decided, sure = crowd.of(name), crowd.fit.decided, crowd.fit.certainty
    for item in map(str, shown):
        if item not in own:
            return (
                f"{item} was not labelled by {name}.",
                "The evidence must be this annotator's own work.",
                "Take tickets of this annotator from `votes`.",
            )
        if own[item] != given:
            return (
                f"{name} gave {item} the label {own[item]}, not {given}.",
                "",
                "Take tickets with this pair of labels.",
            )
        if decided[item] != true:
            return (
                f"the model gives {item} the label {decided[item]}, not {true}.",
                "You used the majority vote as the truth." if crowd.winners[item] == {true} else "",
                "Take tickets to which the model gives the first label of the pair.",
            )
        if sure[item] < SURE - 1e-6:
            return (
                f"the model's belief in {item} is {sure[item]:.2f}.",
                "A doubtful ticket is not evidence, because the annotator may be right.",
                f"Keep tickets with a certainty of {SURE:g} or more.",
            )
    return None


def _step_fault(crowd: Crowd, name: str, note: dict[str, Any]) -> Fault | None:
    step, seat = note["next"], crowd.seats[name]
    if step not in STEPS:
        return f"next is {step!r:.60}.", "", f"Choose one of {', '.join(STEPS)}."
    if seat == "honest" and step == "pause and talk":
        return (
            "you pause an annotator who labels what they see.",
            "Single mistakes are not a reason to pause somebody.",
            ("Look at the diagonal of the matrix again."),
        )
    if seat == "one answer" and step != "pause and talk":
        return (
            f"the next step is {step!r}.",
            "Practice on a pair of labels does not help somebody who does not read the tickets.",
            ("Look at the three rows of the matrix: do they differ?"),
        )
    if seat == "exchanges two labels" and step == "carry on":
        return (
            "the next step is 'carry on'.",
            "Then the labels of tomorrow will be exchanged too.",
            "Choose the step that helps with two definitions.",
        )
    return None


def _prose_fault(name: str, note: dict[str, Any], all_notes: list[Any]) -> Fault | None:
    text = note["note"]
    if not isinstance(text, str):
        return "note is not a text.", "", "Write it as a string."
    words = len(text.split())
    if not LEAST <= words <= MOST:
        return f"the note has {words} words.", "", f"Write {LEAST} to {MOST}."
    different = len({word.casefold() for word in text.split()})
    if different < LEAST_DIFFERENT * words:
        return (
            f"the note has {words} words, but only {different} different ones.",
            "A text that says the same words again fills the space and says nothing.",
            "Say which label was given on which ticket, what the labels of the others suggest, and how to object.",
        )
    if found := JUDGING.search(text):
        return (
            f"the note says {found.group(0)!r}.",
            "This judges the person. You have only seen labels, and you do not know the reasons.",
            "Say which label was given on which ticket, and what the labels of the others suggest.",
        )
    if other := [one for one in re.findall(r"simulated-\d+", text) if one != name]:
        return (
            f"the note names {other[0]}.",
            "The results of one annotator are private.",
            "Remove the name.",
        )
    absent = [label for label in note["confuses"] if str(label).casefold() not in text.casefold()]
    if absent:
        return f"the note does not name the label {absent[0]}.", "", "Name both labels of the pair."
    if not any(str(item) in text for item in note["evidence"]):
        return (
            "the note names none of its tickets.",
            "",
            ("Name at least one ticket, so that the annotator can look at it."),
        )
    if sum(one == text for one in all_notes) > 1:
        return (
            "another annotator gets the same text.",
            "A general letter does not show people their own work.",
            "Write each note for one annotator only.",
        )
    return None
