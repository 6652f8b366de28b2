"""What a check may say, and the functions that checks are written with: `from labelwright.checks import ...`.

README: `check`, `results`, `verdicts` and `work` are the base of every check; `runner` runs the checks and `report` adds
up the points. There is one module per kind of work: labels, spans, boxes, preferences, tables, crowd, rubrics, links,
functions, texts. A module is imported when one of its names is first used.
"""

from __future__ import annotations

import lazy_loader

# The stub (`__init__.pyi`) is the only list of public names; a name's module is imported when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

# The function and its module share a name: importing the module first leaves the name to the function.
from labelwright.checks.check import check as check  # noqa: E402
