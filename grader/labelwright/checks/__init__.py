"""What a check may say, and the vocabulary that checks are written in: `from labelwright.checks import ...`.

README: check, failed, verdicts and work are what every check rests on, runner and score ask and add up. The words for
labelling work are in vocabulary/, one module a kind of thing judged; they are imported on first use.
"""

from __future__ import annotations

import lazy_loader

# The stub beside this file is the one list of public names; a name's module is imported when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

# The function and its module share a name: importing the module first leaves the name to the function.
from labelwright.checks.check import check as check  # noqa: E402
