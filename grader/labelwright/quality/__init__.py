"""Quality of labels: agreement, aggregation, label errors, ranking, and scores of spans, boxes, links and searches.

README: thin functions over numpy, scipy and evalica; each docstring names the paper of its formula. A ratings table
always has items as rows and raters as columns, with NaN or None where a rater gave no rating. Coefficients with a
researcher's name return an `Agreement` (value, interval, items, raters, reason); `krippendorff_alpha` and
`cohen_kappa` return the value alone. `agreement_report` chooses among them. Folders: coefficients, crowd (several
people's labels combined), ranking (pairwise comparisons), report. `__init__.pyi` lists the public names.
"""

from __future__ import annotations

import lazy_loader

# The stub `__init__.pyi` is the only list of public names; the module of a name is imported on first use.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
