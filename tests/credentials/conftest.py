"""One passed report and a fixed key for the credential tests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from labelwright.checks.verdicts import (
    CheckResult,
    DatasetFacts,
    ExerciseFacts,
    Measure,
    Outcome,
    OutcomeKind,
    Report,
    Verdict,
)
from labelwright.credentials.keys import SigningKey


@pytest.fixture
def key() -> SigningKey:
    return SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def report() -> Report:
    alpha = Measure(
        id="alpha",
        name="Krippendorff's alpha, interval",
        value=0.726,
        n=300,
        n_unit="tokens",
        low=0.70,
        high=0.75,
        method="bootstrap over tokens",
        reference="ten published raters for each token",
        ceiling=0.78,
    )
    return Report(
        learner="CANARY-learner",
        exercise="same-ratings-three-answers",
        facts=ExerciseFacts(
            title="Same ratings, three answers",
            module_title="Measuring agreement",
            summary="Compute three coefficients of agreement.",
            criteria="Alpha is within 0.005 of the reference.",
            skills=("agreement", "bootstrap", "agreement"),
            datasets=(
                DatasetFacts(slug="v", title="Raw ratings", kind="real", licence="MIT", sha256="0f" * 32),
            ),
        ),
        version=2,
        outcome=Outcome(kind=OutcomeKind.FINISHED, sentence="The notebook ran to its end."),
        score=4,
        max_score=4,
        passed=True,
        level="full",
        grader_version="0.1.0",
        submission_sha256="cd34" * 16,
        source_name="CANARY-source.ipynb",
        notes=("CANARY-note",),
        graded_at=datetime(2026, 11, 21, 10, 0, tzinfo=UTC),
        checks=(
            CheckResult(
                id="alpha",
                task="t1",
                sentence="Alpha is within 0.005 of the reference.",
                verdict=Verdict.PASSED,
                points=4,
                max_points=4,
                expected="CANARY-expected",
                found="CANARY-found",
                misconception="CANARY-misconception",
                why="CANARY-why",
                advice="CANARY-advice",
                measures=(alpha,),
            ),
        ),
    )
