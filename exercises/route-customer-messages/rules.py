"""Read the rules that a learner writes for version 2, and say what is wrong with the form of one."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from labelwright.checks import Failed, Work

from .answers import accepted, confusions, labels, queue
from .draw import LABELS

ENTRIES = ("covers", "says", "text", "example", "quote")
WORDS = (8, 40)
MOST_QUOTED = 10


class Rule(NamedTuple):
    """One rule as the learner wrote it; `covers` holds two labels."""

    covers: frozenset[str]
    says: str
    text: str
    example: str
    quote: str


class Fault(NamedTuple):
    """What was found wrong, and the misconception behind it where there is one."""

    found: str
    misconception: str = ""


def read_rules(work: Work) -> list[Rule]:
    """The rules in `rules`; Failed where they are fewer than two or one lacks an entry."""
    given = work.value("rules")
    if not isinstance(given, list) or len(given) < 2:
        raise Failed(
            f"`rules` holds {len(given) if isinstance(given, list) else 'no list of'} rules, where two are asked for.",
            why="One rule mends one gap; a version is worth announcing when it mends those that cost most.",
            advice="Write rules = [{...}, {...}], each with " + ", ".join(ENTRIES) + ".",
        )
    return [_read(number, one) for number, one in enumerate(given, start=1)]


def _read(number: int, given: Any) -> Rule:
    lacking = [name for name in ENTRIES if not isinstance(given, dict) or name not in given]
    if lacking:
        raise _unfit(f"Rule {number} has no entry {', '.join(f'`{name}`' for name in lacking)}.")
    covers = given["covers"]
    wrong = [name for name in ENTRIES[1:] if not isinstance(given[name], str)]
    if wrong or not isinstance(covers, list | set) or not all(isinstance(label, str) for label in covers):
        raise _unfit(f"Rule {number}: `{wrong[0] if wrong else 'covers'}` is not of the form asked for.")
    return Rule(frozenset(covers), *(" ".join(given[name].split()) for name in ENTRIES[1:]))


def _unfit(found: str) -> Failed:
    return Failed(
        found,
        why="A rule without its parts cannot be applied by somebody who was not there.",
        advice='`covers` is a tuple of two labels such as ("account", "return"); the other four entries are texts.',
    )


def form_fault(rule: Rule) -> Fault | None:
    """What is wrong with a rule's own parts; None where nothing is."""
    strange = sorted(rule.covers - set(LABELS))
    if strange or len(rule.covers) != 2:
        said = f"names {strange[0]!r}, which is no label" if strange else "does not cover two labels"
        return Fault(f"A rule {said}.")
    if rule.says not in rule.covers:
        return Fault(
            f"A rule covers {_words(rule.covers)} and says {rule.says!r}.",
            "A rule that gives neither of the labels in doubt decides nothing.",
        )
    count = len(rule.text.split())
    if not WORDS[0] <= count <= WORDS[1]:
        return Fault(f"The text of the rule on {_words(rule.covers)} has {count} words.")
    if re.search(r"\bm[0-9a-f]{5}\b|\d{4,}", rule.text):
        return Fault(
            f"The text of the rule on {_words(rule.covers)} holds an id or an order number.",
            "A rule that fits one message helps nobody on the next.",
        )
    if not re.search(rf"\b{rule.says}\b", rule.text, re.IGNORECASE):
        return Fault(f"The text of the rule on {_words(rule.covers)} does not name the label that it gives.")
    return None


def evidence_fault(work: Work, rule: Rule) -> Fault | None:
    """What is wrong with a rule's example; None where these two labels are at stake in it and the quote stands there."""
    pair, at_stake = _words(rule.covers), confusions(work)
    if rule.example not in at_stake:
        return Fault(f"{rule.example!r} is not the id of one of your messages.")
    if rule.covers not in at_stake[rule.example]:
        return Fault(
            f"In {rule.example}, {pair} are not both at stake: you gave it one label, which is accepted, and no other is.",
            "A rule was written for a confusion that does not happen there.",
        )
    text = work.sample.set_index("id")["text"][rule.example]
    if not re.search(r"\w", rule.quote) or rule.quote.casefold() not in " ".join(text.split()).casefold():
        return Fault(
            f"The words quoted for {rule.example} do not stand in it.", "A paraphrase is not evidence."
        )
    if len(rule.quote.split()) > MOST_QUOTED:
        return Fault(
            f"The quotation for {rule.example} has {len(rule.quote.split())} words.",
            "Who quotes everything points at nothing.",
        )
    return None


def overrules(work: Work, rule: Rule) -> bool:
    """Whether the rule decides its own example in a way that is not accepted."""
    return rule.example in queue(work) and rule.says not in accepted(work, rule.example)


def errors(work: Work) -> str:
    """The labels past what is accepted, by pair, with ids; for a learner who has passed."""
    given, found = labels(work), {}
    for item, label in given.items():
        right = accepted(work, item)
        if label not in right:
            found.setdefault(_words(frozenset((label, right[0]))), []).append(item)
    ranked = sorted(found.items(), key=lambda one: -len(one[1]))
    return "; ".join(f"{pair}: {', '.join(items)}" for pair, items in ranked)


def _words(pair: frozenset[str]) -> str:
    return " and ".join(f"`{label}`" for label in sorted(pair))
