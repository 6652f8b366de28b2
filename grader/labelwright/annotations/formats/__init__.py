"""Annotation file formats, both ways: `read` and `write`, and what each format cannot hold.

README: one module a format, each with its `FORMAT`: a name, the kinds of value it carries, its `LOSSES` in sentences
and two functions between text and records. `registry` guesses, bounds and measures; `parts` is what they share.
"""

from __future__ import annotations

import lazy_loader

# The stub beside this file is the one list of public names; a name's module is imported when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
