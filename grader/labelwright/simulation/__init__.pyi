"""The public names of labelwright.simulation and where they live; `__init__.py` imports each on first use."""

from .condition import Condition as Condition
from .workers import SimulatedCost as SimulatedCost, summarise as summarise
from .guideline import (
    Change as Change,
    Guideline as Guideline,
    GuidelineError as GuidelineError,
    Rule as Rule,
    guideline_markdown as guideline_markdown,
    guideline_task as guideline_task,
    make_guideline as make_guideline,
    parse_guideline as parse_guideline,
    read_guideline as read_guideline,
)
from .guideline_lint import GuidelineFault as GuidelineFault, lint_guideline as lint_guideline
from .items import SimulationError as SimulationError, difficulty_from_shares as difficulty_from_shares
from .crew_labels import assign as assign, label_items as label_items
from .workers import PROFILES as PROFILES, Worker as Worker, crew as crew
