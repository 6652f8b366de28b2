"""The one engine for constraints on texts: whether an answer has the length, words, numbers and fields asked for.

README: a prompt has `checks`, plain data such as {"kind": "words", "max": 40}. `judge` runs a check on an answer and returns a
Finding: passed, failed or undecided, with what was found. `constraints` checks the form of an answer, `answers` its
numbers, dates, JSON and language; `counting` defines words, sentences and bullets; `engine` lists the kinds. An answer is
judged as it is, even if it was cut off. Nothing here judges style, truth in general or safety.
"""

from __future__ import annotations

from labelwright.text_checks.constraints import Finding, Reply
from labelwright.text_checks.engine import KINDS, VerdictError, judge, verdict_rows

__all__ = ["KINDS", "Finding", "Reply", "VerdictError", "judge", "verdict_rows"]
