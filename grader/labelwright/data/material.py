"""Bind an exercise's datasets to one learner: paths, whole tables, and the seeded sample."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from labelwright.course.course import Course
from labelwright.course.exercise import Exercise, ExerciseError, Sample
from labelwright.course.handed_out import SAMPLE_FILE, HandedOut, handed_out
from labelwright.data.card import DatasetCard, load_card
from labelwright.data.content_filter import suitable
from labelwright.data.files import locate_all
from labelwright.data.sample import make_sample, read_sample, with_pool
from labelwright.exchange.plain_data import Table, dumps, loads

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Material:
    """The data that one learner works on in one exercise; each dataset is read once."""

    course: Course
    exercise: Exercise
    learner: str
    form: int = 1

    def card(self, slug: str) -> DatasetCard:
        """Return the card of one of the exercise's datasets; raise ExerciseError if it does not list that dataset."""
        if self.handout is not None:
            raise ExerciseError(
                f"The file of {slug!r} is not part of what your instructor handed out. Your own rows are: ex.sample()."
            )
        if slug not in self.exercise.datasets:
            listed = ", ".join(self.exercise.datasets) or "none"
            raise ExerciseError(
                f"{self.exercise.title} uses these datasets: {listed}. {slug!r} is not one of them."
            )
        return _card(self.course.datasets / slug)

    @property
    def cards(self) -> tuple[DatasetCard, ...]:
        """The cards of all the exercise's datasets, in its order."""
        return tuple(self.card(slug) for slug in self.exercise.datasets)

    def path(self, slug: str) -> Path:
        """Return the path of the dataset's published file, or of the first one, after its checksum was verified."""
        return self.paths(slug)[0]

    def paths(self, slug: str) -> tuple[Path, ...]:
        """Return the paths of the dataset's published files, in the card's order, after their checksums were verified."""
        return locate_all(self.card(slug))

    def frame(self, slug: str) -> pd.DataFrame:
        """Return the whole dataset as a new DataFrame."""
        self.paths(slug)
        return _frame(self.course.datasets / slug).copy()

    @cached_property
    def handout(self) -> HandedOut | None:
        """What a folder that was handed out without checks says about itself; None in every other course."""
        return handed_out(self.course.root)

    @cached_property
    def table(self) -> Table | None:
        """The learner's sample as plain data; None if the exercise has no sample."""
        if self.handout is not None:
            digest = self.handout.sample(self.exercise.slug).sha256
            return read_sample(self.exercise.folder / SAMPLE_FILE, digest) if digest else None
        drawn = self.exercise.sample
        if drawn is None:
            return None
        rows = self.source_rows
        if drawn.made_by:
            rows = self._make_sample(drawn.made_by, rows)
        assert rows is not None
        table = loads(dumps(rows[list(drawn.columns)] if drawn.columns else rows))
        assert isinstance(table, Table)
        return table

    @property
    def source_rows(self) -> pd.DataFrame | None:
        """The learner's rows of the dataset, before the exercise changes anything; None if none are drawn."""
        from labelwright.data.sample import sample

        drawn = self.exercise.sample
        if drawn is None or not drawn.dataset:
            return None
        return sample(
            self._population(drawn),
            learner=self.learner,
            exercise=self.exercise.slug,
            form=self.form,
            n=drawn.n,
            key=drawn.key or None,
            stratify=drawn.stratify or None,
        )

    def _make_sample(self, file: str, rows: pd.DataFrame | None) -> pd.DataFrame:
        from labelwright.data.sample import seed

        start = seed(self.learner, self.exercise.slug, self.form)
        return make_sample(self.exercise, file, seed=start, rows=rows, learner=self.learner, form=self.form)

    def _population(self, drawn: Sample) -> pd.DataFrame:
        frame = self.frame(drawn.dataset)
        if drawn.pool:
            frame = with_pool(frame, self.exercise.folder / drawn.pool, drawn.key)
        return frame[frame[drawn.suitable].map(suitable)] if drawn.suitable else frame

    def sample(self) -> pd.DataFrame:
        """Return a new copy of the learner's sample, the same in a session, a grading run and a check."""
        if self.table is None:
            raise ExerciseError(
                f"{self.exercise.title} uses the whole dataset and has no sample. Use file(...)."
            )
        return self.table.frame()


@cache
def _card(folder: Path) -> DatasetCard:
    return load_card(folder)


@cache
def _frame(folder: Path) -> pd.DataFrame:
    from labelwright.data.loading import load

    return load(_card(folder))
