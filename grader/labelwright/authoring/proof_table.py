"""Write what the proof of each exercise tried and what survived, as a page of the author's book."""

from __future__ import annotations

from collections.abc import Mapping

from labelwright.authoring.prove import COLUMNS
from labelwright.site.reference_pages import table

_HEAD = """\
# What was proved

`labelwright author prove` tries each exercise of this course against what its author did not think of. This table is written by
`make prove-full`{how}. [The format in one page](format.md#the-proof) says what is tried.

- **Wrong answers**: the cells of mistakes.py. Each fails its check with its own sentence.
- **Forms**: right answers as a list, a Series, an array, a fraction and so on. Those that are refused lose something that the task asks
  for, and are listed in proof.toml.
- **Shortcuts**: labels that nobody worked for. Those that are accepted are listed in proof.toml with the reason.
- **Mutants**: the solution with one small change. *Accepted* differ from the solution and pass, each with its reason in
  proof.toml: a free seed, a threshold that the learner chooses. *The same* gave the solution's answers on everything that was tried.
- **Names**: mistakes that a check named for a mutant. *Doubtful* ones were not named for another learner's mutant; each was read.

"""


def proof_table(counted: Mapping[str, Mapping[str, int]], *, full: bool) -> str:
    """Return the page: a row for each exercise, by title, and one for all together."""
    how = (
        ", for five learners and with every mutant"
        if full
        else " or by the small proof, for one learner and 40 mutants"
    )
    rows = [(title, *(str(counts.get(name, 0)) for name in COLUMNS)) for title, counts in counted.items()]
    sums = [sum(counts.get(name, 0) for counts in counted.values()) for name in COLUMNS]
    together = ("**Together**", *(f"**{number:,}**" for number in sums))
    header = ("Exercise", *(name.capitalize() for name in COLUMNS))
    return f"{_HEAD.format(how=how)}{table(header, [*rows, together])}\n"
