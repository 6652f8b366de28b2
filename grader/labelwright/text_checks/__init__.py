"""Verdicts that a program can reach: whether an answer keeps the constraints, number and fields its prompt asks for.

README: a prompt carries `checks`, plain data such as {"kind": "words", "max": 40}. `judge` puts each to an answer and
returns a Finding: passed, failed, or undecided, with what was found. `constraints`, `arithmetic`, `extraction` and
`language` hold the kinds; `counting` says what counts as a word, a sentence, a bullet. An answer is judged as it stands,
also where it was cut off. Nothing here judges style, truth in general or safety.
"""

from __future__ import annotations

from labelwright.text_checks.engine import KINDS, VerdictError, judge, verdict_rows
from labelwright.text_checks.finding import Finding, Reply

__all__ = ["KINDS", "Finding", "Reply", "VerdictError", "judge", "verdict_rows"]
