"""The public names of labelwright.checks and where they live; `__init__.py` imports each on first use."""

from .reading import Annotation as Annotation, Item as Item
from .reading import LabelTask as LabelTask, read_task as read_task
from .reading import (
    Box as Box,
    Pairwise as Pairwise,
    Quote as Quote,
    Shapes as Shapes,
    Span as Span,
)
from .compare import (
    Bands as Bands,
    Mistake as Mistake,
    at_least as at_least,
    at_most as at_most,
    settle as settle,
)
from .boxes import boxes_match as boxes_match, drawn_boxes as drawn_boxes
from .check import Check as Check, check as check
from .verdicts import Passed as Passed
from .compare import (
    FoundItems as FoundItems,
    Known as Known,
    close as close,
    diagnose as diagnose,
    found_items as found_items,
    one_of as one_of,
    refuse_rounded as refuse_rounded,
    right_choice as right_choice,
)
from .coverage import (
    all_labelled as all_labelled,
    enough_time as enough_time,
    own_annotations as own_annotations,
    reading_seconds as reading_seconds,
)
from .declared import choice as choice, function as function, number as number
from .declared_groups import items as items, mapping as mapping
from .declared_tables import array as array, column as column
from .crowd import agrees_with_crowd as agrees_with_crowd, scores_near_crowd as scores_near_crowd
from .functions import (
    Case as Case,
    KnownWay as KnownWay,
    function_gives as function_gives,
    rejects_mutants as rejects_mutants,
)
from .labels import (
    KnownLabels as KnownLabels,
    chosen_labels as chosen_labels,
    keyword_rule as keyword_rule,
    labels_agree as labels_agree,
)
from .links import groups_closed as groups_closed, links_in as links_in, links_match as links_match
from .preferences import (
    chosen_sides as chosen_sides,
    evidence_overlaps as evidence_overlaps,
    order_consistent as order_consistent,
    preferences_agree as preferences_agree,
)
from .reading import read_annotations as read_annotations, read_gold as read_gold
from .verdicts import Failed as Failed, NotAttempted as NotAttempted
from .rubrics import rubric_scores as rubric_scores, scores_agree as scores_agree
from .spans import marked_spans as marked_spans, spans_match as spans_match
from .tables import idempotent as idempotent, table_repaired as table_repaired
from .texts import (
    Constraint as Constraint,
    Fact as Fact,
    constraints_met as constraints_met,
    count_of as count_of,
    edit_share as edit_share,
    edited_within as edited_within,
    facts_stated as facts_stated,
    json_with as json_with,
    nothing_invented as nothing_invented,
    quotes_stand as quotes_stand,
    reading_grade as reading_grade,
    reads_at as reads_at,
    with_words as with_words,
    without_words as without_words,
)
from .verdicts import (
    CheckResult as CheckResult,
    Matrix as Matrix,
    Measure as Measure,
    Report as Report,
    Verdict as Verdict,
)
from .work import Work as Work
