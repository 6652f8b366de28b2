"""Bind an exercise's datasets to one learner: paths, whole tables, and the seeded sample."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from labelwright.annotations.plain import Table, dumps, loads
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.data.card import DatasetCard, load_card
from labelwright.data.locate import locate

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Material:
    """The data one learner works on in one exercise; what is asked twice is read once."""

    course: Course
    exercise: Exercise
    learner: str
    form: int = 1

    def card(self, slug: str) -> DatasetCard:
        """The card of one of the exercise's datasets; ExerciseError where it lists no such dataset."""
        if slug not in self.exercise.datasets:
            listed = ", ".join(self.exercise.datasets) or "none"
            raise ExerciseError(f"{self.exercise.title} uses these datasets: {listed}; {slug!r} is not one.")
        return _card(self.course.datasets / slug)

    @property
    def cards(self) -> tuple[DatasetCard, ...]:
        """The cards of all the exercise's datasets, in its order."""
        return tuple(self.card(slug) for slug in self.exercise.datasets)

    def path(self, slug: str) -> Path:
        """The dataset's published file, its checksum verified."""
        return locate(self.card(slug))

    def frame(self, slug: str) -> pd.DataFrame:
        """The whole dataset as a fresh DataFrame."""
        self.path(slug)
        return _frame(self.course.datasets / slug).copy()

    @cached_property
    def table(self) -> Table | None:
        """The learner's sample as plain data; None where the exercise draws none."""
        from labelwright.data.sample import sample

        drawn = self.exercise.sample
        if drawn is None:
            return None
        rows = sample(
            self.frame(drawn.dataset),
            learner=self.learner,
            exercise=self.exercise.slug,
            form=self.form,
            n=drawn.n,
            key=drawn.key or None,
            stratify=drawn.stratify or None,
        )
        table = loads(dumps(rows))
        assert isinstance(table, Table)
        return table

    def sample(self) -> pd.DataFrame:
        """A fresh copy of the learner's sample, the same in a session, a grading run and a check."""
        if self.table is None:
            raise ExerciseError(
                f"{self.exercise.title} works on the whole dataset; it draws no sample. Use file(...)."
            )
        return self.table.frame()


@cache
def _card(folder: Path) -> DatasetCard:
    return load_card(folder)


@cache
def _frame(folder: Path) -> pd.DataFrame:
    from labelwright.data.loaders import load

    return load(_card(folder))
