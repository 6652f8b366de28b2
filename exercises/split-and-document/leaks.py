"""How datasets/town-leaflets/texts.csv is made: ten batches of training and test texts with planted overlaps.

Each batch has 14 training texts and 18 test texts. Six test texts hold a run of words of a training text, each hidden
in a different way; two hold a run that is one word too short to count; the last holds a long quotation with a changed
word.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from labelwright.rng import Rng

BATCHES = 10
TRAIN, LEAKED, SHORT, CLEAN = 14, 6, 2, 9
N = 13
INTROS = ("Somebody wrote:", "A note beside it reads:", "The old sign says:", "One page begins:")
"""The words before the quotation. They do not show whether it is a leak."""
HERE = Path(__file__).parent


def leaflets(use: str) -> list[str]:
    """Return the authored leaflets of one use, "train" or "fresh", in the file's order."""
    lines = (HERE / "leaflets.jsonl").read_text("utf-8").splitlines()
    return [one["text"] for one in map(json.loads, lines) if one["use"] == use]


def run_of(text: str, words: int) -> str:
    """Return the first `words` words of a text, with the characters between them."""
    return text[: list(re.finditer(r"\w+", text))[words - 1].end()]


def disguises(text: str) -> list[str]:
    """Return six forms of a run of the text for a test text, each of at least 13 words."""
    long = run_of(text, 22)
    words = long.split(" ")
    return [
        long,
        long.upper(),
        re.sub(r"[,;:]", "", long).replace(" the ", " - the ", 1),
        "\n".join([" ".join(words[:6]), "  ".join(words[6:13]), " ".join(words[13:])]),
        run_of(text, N),
        " ".join(words[:5]) + "\u2014" + "\u2014".join(words[5:9]) + "\u2026 " + " ".join(words[9:]),
    ]


def changed(text: str) -> str:
    """Return a quotation of 25 words whose 13th word is another one, so that no run of 13 is left."""
    found = list(re.finditer(r"\w+", text))
    return text[: found[12].start()] + "perhaps" + text[found[12].end() : found[24].end()]


def within(carrier: str, intro: str, quoted: str) -> str:
    """Return the quoted words between the first sentence of a fresh text and the rest of it."""
    first, rest = carrier.split(". ", 1)
    return f"{first}. {intro} {quoted}. {rest}"


def batch(number: int) -> Iterator[tuple[int, str, str, str]]:
    """One batch as rows (batch, part, id, text), the test texts in random order."""
    rng = Rng(f"town-leaflets/{number}").python()
    train = rng.sample(leaflets("train"), TRAIN)
    fresh = rng.sample(leaflets("fresh"), LEAKED + SHORT + 1 + CLEAN)
    sources = rng.sample(train, LEAKED + SHORT + 1)
    quoted = [disguises(text)[kind] for kind, text in enumerate(sources[:LEAKED])]
    quoted += [run_of(text, N - 1) for text in sources[LEAKED : LEAKED + SHORT]]
    quoted.append(changed(sources[-1]))
    test = [within(carrier, rng.choice(INTROS), one) for carrier, one in zip(fresh, quoted, strict=False)]
    test += fresh[len(quoted) :]
    rng.shuffle(test)
    for part, texts in (("train", train), ("test", test)):
        for place, text in enumerate(texts, start=1):
            yield number, part, f"b{number}-{part}-{place:02}", text


def rows() -> list[tuple[int, str, str, str]]:
    """Return all ten batches."""
    return [row for number in range(BATCHES) for row in batch(number)]


def write(path: Path) -> None:
    """Write the data file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["batch", "part", "id", "text"])
        writer.writerows(rows())


if __name__ == "__main__":
    write(HERE.parents[1] / "datasets" / "town-leaflets" / "texts.csv")
