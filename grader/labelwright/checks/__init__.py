"""What a check may say, and the vocabulary that checks are written in: `from labelwright.checks import ...`."""

from labelwright.checks.check import Check, Passed, check
from labelwright.checks.choices import one_of
from labelwright.checks.failed import Failed, NotAttempted
from labelwright.checks.itemsets import FoundItems, found_items
from labelwright.checks.numbers import Known, close, diagnose
from labelwright.checks.verdicts import CheckResult, Measure, Report, Verdict
from labelwright.checks.work import Work

__all__ = [
    "Check",
    "CheckResult",
    "Failed",
    "FoundItems",
    "Known",
    "Measure",
    "NotAttempted",
    "Passed",
    "Report",
    "Verdict",
    "Work",
    "check",
    "close",
    "diagnose",
    "found_items",
    "one_of",
]
