"""The data room: dataset cards, pinned data files, loaders and each learner's own sample.

README: a card (`dataset.toml`) says what a dataset is; `fetch/` downloads what is not installed; `locate` finds the
pinned files and refuses changed bytes; `load` reads them into a table with one of `loaders/`; `sample` draws one
learner's rows; `simulated/` is a seeded crew of annotators who read a guideline; `verdicts/` judges what a program can
judge. Nothing here imports the package that carries the data.
"""

from __future__ import annotations

import lazy_loader

# The stub beside this file is the one list of public names; a name's module is imported when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

# The function and its module share a name: importing the module first leaves the name to the function.
from labelwright.data.sample import sample as sample  # noqa: E402
