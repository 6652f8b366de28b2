"""Read and write annotation files in several formats, and say what each format cannot store.

README: one module per format. Each has a `FORMAT`: a name, the kinds of value it can store, its `LOSSES` as sentences, and
two functions between text and records. `registry` reads and writes files, finds the format and measures losses; `base`
and `source_text` hold what the formats share.
"""

from __future__ import annotations

import lazy_loader

# The stub next to this file is the only list of public names; a name's module is imported when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
