"""Run every check of a prompt on an answer, and write the verdicts as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from labelwright.errors import LabelwrightError
from labelwright.text_checks import answers as arithmetic
from labelwright.text_checks import answers as extraction
from labelwright.text_checks import answers as language
from labelwright.text_checks import constraints
from labelwright.text_checks import constraints as counting
from labelwright.text_checks.constraints import Check, Checker, Finding, Reply

KINDS: dict[str, Checker] = {
    "words": constraints.counted("words", counting.words),
    "sentences": constraints.counted("sentences", counting.sentences),
    "lines": constraints.counted("lines", counting.lines),
    "paragraphs": constraints.counted("paragraphs", counting.paragraphs),
    "bullets": constraints.counted("bullets", counting.bullets),
    "numbered": constraints.counted("numbered items", counting.numbered),
    "characters": constraints.characters,
    "repeats": constraints.repeats,
    "contains": constraints.contains,
    "mentions": constraints.mentions,
    "avoids": constraints.avoids,
    "without": constraints.without,
    "starts": constraints.starts,
    "not_starts": constraints.not_starts,
    "lines_start": constraints.lines_start,
    "ends": constraints.ends,
    "casing": constraints.casing,
    "exact": constraints.exact,
    "raw": constraints.raw,
    "sequence": constraints.sequence,
    "number": arithmetic.number,
    "clock": arithmetic.clock,
    "date": arithmetic.day,
    "named": arithmetic.named,
    "json": extraction.document,
    "field": extraction.field,
    "language": language.language,
}
"""Every kind of check, by the name that a prompt's `checks` use."""


class VerdictError(LabelwrightError, ValueError):
    """A check without a known kind, or without a setting that its kind needs."""


def judge(check: Check, prompt: str, text: str) -> Finding:
    """Run one check on the answer `text` of `prompt`.

    `check` is plain data: its `kind` is a key of KINDS, and the settings are those of that checker, for example
    {"kind": "words", "max": 40}. Raises VerdictError if the check is not well formed, never because of an answer.
    """
    kind = check.get("kind")
    if kind not in KINDS:
        raise VerdictError(
            f"The check {dict(check)} has the kind {kind!r}, which does not exist. Use one of: {', '.join(KINDS)}."
        )
    try:
        return KINDS[kind](check, Reply(prompt, text))
    except KeyError as error:
        raise VerdictError(f"The check {dict(check)} has no setting {error.args[0]!r}; add it.") from None


def verdict_rows(
    prompts: Iterable[Mapping[str, Any]], answers: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield one row per answer and check, in the order of the answers: {answer, check, passed (true, false or null), evidence}.

    `prompts` have `id`, `prompt` and `checks`; `answers` have `id`, `prompt` (an id) and `text`.
    """
    by_id = {prompt["id"]: prompt for prompt in prompts}
    for answer in answers:
        prompt = by_id[answer["prompt"]]
        for check in prompt["checks"]:
            found = judge(check, prompt["prompt"], answer["text"])
            yield {
                "answer": answer["id"],
                "check": check["id"],
                "passed": found.passed,
                "evidence": found.evidence,
            }
