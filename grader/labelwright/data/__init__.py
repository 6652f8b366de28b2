"""Dataset cards, pinned data files, loaders and each learner's own sample.

A `card` (`dataset.toml`) says what a dataset is, and `card_files` renders it. `fetch/` downloads what is not installed.
`files` finds the pinned files and refuses changed bytes. `loading` reads them into a table with one of `loaders/`.
`sample` draws one learner's rows, from those that `content_filter` allows, and writes them as a file that can be handed
out; `salt` makes the draw secret. `material` puts it together for one learner, and `lending` says which files they get. Nothing here imports the package that contains the data.
"""

from __future__ import annotations

import lazy_loader

# The stub (`__init__.pyi`) is the only list of public names; a name's module is imported when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

# The function and its module share a name: importing the module first leaves the name to the function.
from labelwright.data.sample import sample as sample  # noqa: E402
