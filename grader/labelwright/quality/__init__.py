"""The quality room: agreement between raters, intervals around it, and how well a search found what it should.

README: thin functions over numpy and evalica, each naming the paper its formula comes from. A ratings table always has
items as rows and raters as columns, with NaN or None where a rater gave no rating. Coefficients that carry a
researcher's name return an `Agreement` (value, interval, items, raters, reason); `krippendorff_alpha` and
`cohen_kappa` are plain numbers. `agreement_report` chooses among them. One folder a question: coefficients,
structures (spans and boxes between annotators), report; the names below are the public ones.
"""

from __future__ import annotations

import lazy_loader

# The stub beside this file is the one list of public names; a name's module is imported when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
