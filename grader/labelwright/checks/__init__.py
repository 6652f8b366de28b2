"""What a check may say, and the vocabulary that checks are written in: `from labelwright.checks import ...`.

README: check, failed, verdicts and work are what every check rests on, runner and score ask and add up. The words for
labelling work are in vocabulary/, one module a kind of thing judged; they are imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from labelwright.checks.check import Check, Passed, check
from labelwright.checks.choices import one_of, right_choice
from labelwright.checks.failed import Failed, NotAttempted
from labelwright.checks.itemsets import FoundItems, found_items
from labelwright.checks.numbers import Known, close, diagnose
from labelwright.checks.verdicts import CheckResult, Matrix, Measure, Report, Verdict
from labelwright.checks.work import Work

if TYPE_CHECKING:
    from labelwright.annotations.record import Annotation, Item
    from labelwright.annotations.task import LabelTask, read_task
    from labelwright.annotations.values import Box, Pairwise, Quote, Shapes, Span
    from labelwright.checks.vocabulary.boxes import boxes_match, drawn_boxes
    from labelwright.checks.vocabulary.constraints import (
        Constraint,
        constraints_met,
        count_of,
        json_with,
        with_words,
        without_words,
    )
    from labelwright.checks.vocabulary.crowd import agrees_with_crowd
    from labelwright.checks.vocabulary.crowd_scores import scores_near_crowd
    from labelwright.checks.vocabulary.functions import Case, KnownWay, function_gives, rejects_mutants
    from labelwright.checks.vocabulary.labels import chosen_labels, labels_agree
    from labelwright.checks.vocabulary.links import groups_closed, links_in, links_match
    from labelwright.checks.vocabulary.mistakes.labels import KnownLabels, keyword_rule
    from labelwright.checks.vocabulary.preferences import (
        chosen_sides,
        evidence_overlaps,
        order_consistent,
        preferences_agree,
    )
    from labelwright.checks.vocabulary.reading.answers import read_gold
    from labelwright.checks.vocabulary.reading.coverage import all_labelled
    from labelwright.checks.vocabulary.rubrics import rubric_scores, scores_agree
    from labelwright.checks.vocabulary.settle import Bands, Mistake, at_least, at_most, settle
    from labelwright.checks.vocabulary.spans import marked_spans, spans_match
    from labelwright.checks.vocabulary.tables import idempotent, table_repaired
    from labelwright.checks.vocabulary.texts import (
        Fact,
        edit_share,
        edited_within,
        facts_stated,
        nothing_invented,
        quotes_stand,
        reading_grade,
        reads_at,
    )

_HOMES = {
    "annotations.record": ("Annotation", "Item"),
    "annotations.task": ("LabelTask", "read_task"),
    "annotations.values": ("Box", "Pairwise", "Quote", "Shapes", "Span"),
    "checks.vocabulary.boxes": ("boxes_match", "drawn_boxes"),
    "checks.vocabulary.constraints": (
        "Constraint",
        "constraints_met",
        "count_of",
        "json_with",
        "with_words",
        "without_words",
    ),
    "checks.vocabulary.crowd": ("agrees_with_crowd",),
    "checks.vocabulary.crowd_scores": ("scores_near_crowd",),
    "checks.vocabulary.functions": ("Case", "KnownWay", "function_gives", "rejects_mutants"),
    "checks.vocabulary.labels": ("chosen_labels", "labels_agree"),
    "checks.vocabulary.links": ("groups_closed", "links_in", "links_match"),
    "checks.vocabulary.mistakes.labels": ("KnownLabels", "keyword_rule"),
    "checks.vocabulary.preferences": (
        "evidence_overlaps",
        "order_consistent",
        "preferences_agree",
        "chosen_sides",
    ),
    "checks.vocabulary.reading.answers": ("read_gold",),
    "checks.vocabulary.reading.coverage": ("all_labelled",),
    "checks.vocabulary.rubrics": ("rubric_scores", "scores_agree"),
    "checks.vocabulary.settle": ("Bands", "Mistake", "at_least", "at_most", "settle"),
    "checks.vocabulary.spans": ("marked_spans", "spans_match"),
    "checks.vocabulary.tables": ("idempotent", "table_repaired"),
    "checks.vocabulary.texts": (
        "Fact",
        "edit_share",
        "edited_within",
        "facts_stated",
        "nothing_invented",
        "quotes_stand",
        "reading_grade",
        "reads_at",
    ),
}
"""Where each word lives that is imported on first use."""

__all__ = [
    "Annotation",
    "Bands",
    "Box",
    "Case",
    "Check",
    "CheckResult",
    "Constraint",
    "Fact",
    "Failed",
    "FoundItems",
    "Item",
    "Known",
    "KnownLabels",
    "KnownWay",
    "LabelTask",
    "Matrix",
    "Measure",
    "Mistake",
    "NotAttempted",
    "Pairwise",
    "Passed",
    "Quote",
    "Report",
    "Shapes",
    "Span",
    "Verdict",
    "Work",
    "agrees_with_crowd",
    "all_labelled",
    "at_least",
    "at_most",
    "boxes_match",
    "check",
    "chosen_labels",
    "chosen_sides",
    "close",
    "constraints_met",
    "count_of",
    "diagnose",
    "drawn_boxes",
    "edit_share",
    "edited_within",
    "evidence_overlaps",
    "facts_stated",
    "found_items",
    "function_gives",
    "groups_closed",
    "idempotent",
    "json_with",
    "keyword_rule",
    "labels_agree",
    "links_in",
    "links_match",
    "marked_spans",
    "nothing_invented",
    "one_of",
    "order_consistent",
    "preferences_agree",
    "quotes_stand",
    "read_gold",
    "read_task",
    "reading_grade",
    "reads_at",
    "rejects_mutants",
    "right_choice",
    "rubric_scores",
    "scores_agree",
    "scores_near_crowd",
    "settle",
    "spans_match",
    "table_repaired",
    "with_words",
    "without_words",
]


def __getattr__(name: str) -> Any:
    """Import a word from its module on first use, so that a check that needs no tables loads none."""
    for module, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"labelwright.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
