"""Read the rules that a learner writes for version 2, and say what is wrong with the form of one."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from labelwright.checks import Failed, Work

from .answers import accepted, confusions, labels, queue
from .draw import LABELS

ENTRIES = ("covers", "says", "text", "example", "quote")
WORDS = (8, 40)
MOST_QUOTED = 10
LEAST_DIFFERENT, LEAST_SMALL = 0.6, 2
"""Of the words of a rule: the share that differ, and how many small words of English it has at least."""
SMALL = frozenset(
    [
        "a",
        "about",
        "after",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "but",
        "by",
        "can",
        "cannot",
        "could",
        "did",
        "do",
        "does",
        "even",
        "every",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "many",
        "may",
        "me",
        "more",
        "most",
        "must",
        "my",
        "need",
        "never",
        "new",
        "no",
        "not",
        "of",
        "off",
        "on",
        "one",
        "only",
        "or",
        "our",
        "out",
        "over",
        "say",
        "says",
        "send",
        "sent",
        "should",
        "so",
        "some",
        "still",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "to",
        "up",
        "us",
        "want",
        "wants",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whose",
        "why",
        "will",
        "with",
        "without",
        "would",
        "you",
        "your",
    ]
)
_PIECE = 4
"""Words with the same first letters count as one word here: refund and refunded, parcel and parcels."""


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
    given = work.value("rules")
    if not isinstance(given, list) or len(given) < 2:
        raise Failed(
            f"`rules` has {len(given) if isinstance(given, list) else 'no list of'} rules, but two are needed.",
            why="One rule closes one gap. A new version should close the gaps that cost most.",
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
            f"The text of the rule on {_words(rule.covers)} contains an id or a number of four digits or more.",
            "A rule that fits only one message does not help with the next one.",
        )
    if not _named(rule.says, rule.text):
        return Fault(f"The text of the rule on {_words(rule.covers)} does not name the label that it gives.")
    return filler_fault(rule)


def _named(label: str, text: str) -> bool:
    return re.search(rf"\b{label}s?\b", text, re.IGNORECASE) is not None


def filler_fault(rule: Rule) -> Fault | None:
    """Return why the text of a rule says nothing: no sentence, words repeated, or a line that version 1 has already."""
    words = re.findall(r"[^\W\d_]+", rule.text.casefold())
    if not words or len(set(words)) < LEAST_DIFFERENT * len(words):
        times = Counter(words).most_common(1)[0] if words else ("", 0)
        return Fault(
            f"The text of the rule on {_words(rule.covers)} repeats its words: {times[0]!r} comes {times[1]} times.",
            "The check counts words, but the next labeller needs a rule.",
        )
    if len(set(words) & SMALL) < LEAST_SMALL:
        return Fault(
            f"The text of the rule on {_words(rule.covers)} is not an English sentence: it has hardly any small words such as "
            "*the*, *is* or *if*.",
            "The check counts words, but the next labeller needs a rule.",
        )
    if " ".join(words) in version_1():
        return Fault(
            f"The text of the rule on {_words(rule.covers)} is in version 1 already.",
            "A copied line closes no gap.",
        )
    return None


@cache
def version_1() -> str:
    """Return the words of the notebook, which holds the guideline, without signs and capital letters."""
    text = Path(__file__).with_name("notebook.py").read_text(encoding="utf-8").casefold()
    return " ".join(re.findall(r"[^\W\d_]+", text))


def says_when(rule: Rule, message: str) -> bool:
    """Return whether a rule says when it applies: it names both labels, or has a longer word in common with its example."""
    if all(_named(label, rule.text) for label in rule.covers):
        return True
    pieces = [
        {word[:_PIECE] for word in re.findall(r"[^\W\d_]{4,}", text.casefold()) if word not in SMALL}
        for text in (rule.text, message)
    ]
    return bool((pieces[0] & pieces[1]) - {label[:_PIECE] for label in rule.covers})


def same_rule_twice(rules: list[Rule]) -> Fault | None:
    """Return that two rules have one text apart from the labels that they name; None if all differ."""
    plain = dict.fromkeys(LABELS, "label")
    texts = sorted(
        " ".join(plain.get(word, word) for word in re.findall(r"\w+", rule.text.casefold())) for rule in rules
    )
    if any(one == two for one, two in pairwise(texts)):
        return Fault(
            "Two of your rules have the same text, apart from the labels.",
            "A sentence that fits every pair of labels does not say when one of them is right.",
        )
    return None


def evidence_fault(work: Work, rule: Rule) -> Fault | None:
    """Return what is wrong with a rule's example; None if both labels are possible in it and it contains the quote."""
    pair, at_stake = _words(rule.covers), confusions(work)
    if rule.example not in at_stake:
        return Fault(f"{rule.example!r} is not the id of one of your messages.")
    if rule.covers not in at_stake[rule.example]:
        return Fault(
            f"In {rule.example}, {pair} are not the two labels in question: the message cannot be read both ways, and you did "
            "not mix up these two there.",
            "This message does not show the confusion that the rule is about.",
        )
    text = " ".join(work.sample.set_index("id")["text"][rule.example].split())
    quoted = rf"(?<!\w){re.escape(rule.quote.casefold())}(?!\w)"
    if not re.search(r"\w", rule.quote) or not re.search(quoted, text.casefold()):
        return Fault(
            f"The words that you quote for {rule.example} are not in this message.",
            "A quotation has the same words in the same order.",
        )
    if not says_when(rule, text):
        return Fault(
            f"The text of the rule on {pair} names only one of the two labels, and no other word of it is in {rule.example}. "
            "Name the other label too, or use a word of the example.",
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
