"""Read the rules that a learner writes for version 2, and say what is wrong with the form of one."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from labelwright.checks import Failed, Work
from labelwright.checks.compare import count_noun
from labelwright.exchange.plain_data import Column

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
    """Return the rules in `rules`; raise Failed if there are fewer than two or an entry is missing."""
    form, example = "a list of rules", f"each a dict with the entries {', '.join(ENTRIES)}"
    given = work.records("rules", ENTRIES, wanted=form, example=example)
    if len(given) < 2:
        raise Failed(
            f"`rules` has {count_noun(len(given), 'rule')}, but two are needed.",
            why="One rule closes one gap. A new version should close the gaps that cost most.",
            advice="Write rules = [{...}, {...}], each with " + ", ".join(ENTRIES) + ".",
        )
    return [_read(number, one) for number, one in enumerate(given, start=1)]


def _read(number: int, given: Any) -> Rule:
    lacking = [name for name in ENTRIES if not isinstance(given, dict) or name not in given]
    if lacking:
        raise _unfit(f"Rule {number} has no entry {', '.join(f'`{name}`' for name in lacking)}.")
    covers = given["covers"].values if isinstance(given["covers"], Column) else given["covers"]
    wrong = [name for name in ENTRIES[1:] if not isinstance(given[name], str)]
    if (
        wrong
        or not isinstance(covers, list | set | frozenset)
        or not all(isinstance(label, str) for label in covers)
    ):
        raise _unfit(f"Rule {number}: `{wrong[0] if wrong else 'covers'}` does not have the right form.")
    return Rule(frozenset(covers), *(" ".join(given[name].split()) for name in ENTRIES[1:]))


def _unfit(found: str) -> Failed:
    return Failed(
        found,
        why="Without all its parts, another person cannot use the rule.",
        advice='Write `covers` as a tuple of two labels such as ("account", "return"), and the other four entries '
        "as texts.",
    )


def form_fault(rule: Rule) -> Fault | None:
    """Return what is wrong with a rule's own parts; None if nothing is."""
    strange = sorted(rule.covers - set(LABELS))
    if strange or len(rule.covers) != 2:
        said = f"names {strange[0]!r}, which is not a label" if strange else "does not cover two labels"
        return Fault(f"A rule {said}.")
    if rule.says not in rule.covers:
        return Fault(
            f"A rule covers {_words(rule.covers)} and says {rule.says!r}.",
            "A rule must give one of its two labels.",
        )
    count = len(rule.text.split())
    if not WORDS[0] <= count <= WORDS[1]:
        return Fault(f"The text of the rule on {_words(rule.covers)} has {count} words.")
    if re.search(r"\bm[0-9a-f]{5}\b|\d{4,}", rule.text):
        return Fault(
            f"The text of the rule on {_words(rule.covers)} contains an id or an order number.",
            "A rule that fits only one message does not help with the next one.",
        )
    if not re.search(rf"\b{rule.says}\b", rule.text, re.IGNORECASE):
        return Fault(f"The text of the rule on {_words(rule.covers)} does not name the label that it gives.")
    return None


def evidence_fault(work: Work, rule: Rule) -> Fault | None:
    """Return what is wrong with a rule's example; None if both labels are possible in it and it contains the quote."""
    pair, at_stake = _words(rule.covers), confusions(work)
    if rule.example not in at_stake:
        return Fault(f"{rule.example!r} is not the id of one of your messages.")
    if rule.covers not in at_stake[rule.example]:
        return Fault(
            f"In {rule.example}, {pair} are not both possible: your label is accepted, and no other label is.",
            "This message does not show the confusion that the rule is about.",
        )
    text = work.sample.set_index("id")["text"][rule.example]
    if not re.search(r"\w", rule.quote) or rule.quote.casefold() not in " ".join(text.split()).casefold():
        return Fault(
            f"The words that you quote for {rule.example} are not in this message.",
            "A paraphrase is not evidence.",
        )
    if len(rule.quote.split()) > MOST_QUOTED:
        return Fault(
            f"The quotation for {rule.example} has {len(rule.quote.split())} words.",
            "A long quotation does not show which words decide.",
        )
    return None


def overrules(work: Work, rule: Rule) -> bool:
    """Return whether the rule decides its own example in a way that is not accepted."""
    return rule.example in queue(work) and rule.says not in accepted(work, rule.example)


def errors(work: Work) -> str:
    """Return the labels past what is accepted, by pair, with ids; for a learner who has passed."""
    given, found = labels(work), {}
    for item, label in given.items():
        right = accepted(work, item)
        if label not in right:
            found.setdefault(_words(frozenset((label, right[0]))), []).append(item)
    ranked = sorted(found.items(), key=lambda one: -len(one[1]))
    return "; ".join(f"{pair}: {', '.join(items)}" for pair, items in ranked)


def _words(pair: frozenset[str]) -> str:
    return " and ".join(f"`{label}`" for label in sorted(pair))
