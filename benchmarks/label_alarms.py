"""Simulate classes of labellers: how often honest people are named for equal wrong labels, and how often a copy is.

Usage: python benchmarks/label_alarms.py [--classes 300] [--copies 100]
"""

from __future__ import annotations

import argparse

from label_classes import LabelClass, copied, honest

from labelwright.desk.label_patterns import label_patterns

HONEST: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("very able and very weak people, 60 x 40 items", "mixed", {}),
    ("very able people only", "able", {}),
    ("very weak people only", "weak", {}),
    ("six who give one label nearly always", "habit", {}),
    ("25 people, 20 items", "mixed", {"learners": 25, "items": 20}),
    ("30 weak people, two labels", "weak", {"learners": 30, "labels": 2}),
    ("12 weak people, five labels", "weak", {"learners": 12, "labels": 5}),
    ("groups who misread the same rule", "misread", {}),
)


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--classes", type=int, default=300)
    parser.add_argument("--copies", type=int, default=100)
    asked = parser.parse_args()
    # Each line is printed when it is known: a run takes minutes.
    print(f"| Honest class | Of {asked.classes} such classes, a pair is named in |\n| --- | --- |")
    for title, kind, size in HONEST:
        alarms = sum(bool(named(honest(seed, kind, **size))) for seed in range(asked.classes))
        print(f"| {title} | {alarms} |", flush=True)
    print(f"\n| Of {asked.copies} copies, found with | 20 items | 40 items | 60 items | 100 items |")
    print("| --- | --- | --- | --- | --- |")
    for share in (0.5, 0.7, 0.9, 1.0):
        cells = [str(found(share, items, asked.copies)) for items in (20, 40, 60, 100)]
        print(f"| {share:.0%} of the labels copied | {' | '.join(cells)} |", flush=True)


def named(made: LabelClass) -> set[tuple[str, str]]:
    """The pairs that are named."""
    search = label_patterns(made.labels(), made.reference())
    return {(pair.left, pair.right) for pair in search.pairs}


def found(share: float, items: int, copies: int) -> int:
    """How many of so many copies are found, each in a class of its own."""
    hits = 0
    for seed in range(copies):
        made, left, right = copied(honest(seed, "mixed", items=items), share, seed)
        hits += (left, right) in named(made)
    return hits


if __name__ == "__main__":
    main()
