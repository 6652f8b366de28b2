"""Read what a folder without checks that was handed out says about itself: whose samples it holds, and their digests."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from labelwright.course.root import CourseError

HANDOUT_FILE = "handout.json"
SAMPLE_FILE = "sample.json"
"""The learner's sample, in the folder of its exercise."""
EVERYONE = "guest"
"""The learner of a sample that is the same for everyone: it is the one that guests get."""
NOT_CHECKED_HERE = (
    "Your instructor marks this exercise: its checks are not in your folder. Nothing was checked now. "
    "When you are done, save the notebook and hand it in"
)


class HandedSample(BaseModel):
    """The sample that work was made with: for whom it was drawn, and its digest, empty where the exercise has none."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    learner: str
    sha256: str


class HandedOut(BaseModel):
    """The contents of handout.json: whose samples the folder holds, and the digest of each exercise's sample."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal["labelwright-handout"] = "labelwright-handout"
    learner: str
    samples: dict[str, str]

    @property
    def is_personal(self) -> bool:
        """Return whether the samples are those of one learner."""
        return self.learner != EVERYONE

    def sample(self, slug: str) -> HandedSample:
        """Return the mark of the exercise's sample, which goes with the work to the grader."""
        return HandedSample(learner=self.learner, sha256=self.samples.get(slug, ""))


def handed_out(root: Path) -> HandedOut | None:
    """Return what the course folder `root` says if it was handed out without checks, otherwise None.

    CourseError if its handout.json cannot be read.
    """
    path = root / HANDOUT_FILE
    try:
        return HandedOut.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise CourseError(
            f"{path} cannot be read, so it is not known which sample is yours. "
            "Ask your instructor for the folder again, and change nothing in it."
        ) from None
