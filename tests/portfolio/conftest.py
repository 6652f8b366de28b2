"""Two passed reports of one learner, a profile and a fixed key, for all portfolio tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from labelwright.checks.verdicts import (
    CheckResult,
    DatasetFacts,
    ExerciseFacts,
    Matrix,
    Measure,
    Origin,
    Outcome,
    OutcomeKind,
    Report,
    Verdict,
)
from labelwright.credentials.keys import SigningKey
from labelwright_portfolio.build import Extras
from labelwright_portfolio.profile import Link, Profile
from labelwright_portfolio.stories import ErrorNote, Guideline, Story

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

ALPHA = Measure(
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
    ceiling_note="the same raters, best split halves",
)
DEFECTS = Measure(
    id="defects",
    name="defects found",
    value=22,
    n=22,
    n_unit="defects",
    reference="planted by nobody: real defects, listed one by one from the published file",
)
F1 = Measure(
    id="f1",
    name="F1 of the repaired sentiment labels on held-out reviews",
    value=0.8125,
    n=160,
    n_unit="reviews",
    low=0.75,
    high=0.87,
    method="bootstrap over reviews",
    reference="the published star ratings",
)


MATRIX = Matrix(
    id="repair",
    name="Repaired labels and the published star ratings",
    labels=("negative", "neutral", "positive"),
    counts=((61, 7, 2), (5, 31, 6), (1, 9, 38)),
    rows="the repaired label",
    columns="the star rating",
    n_unit="reviews",
)


def passed_check(name: str, sentence: str, *measures: Measure) -> CheckResult:
    return CheckResult(
        id=name,
        task="t1",
        sentence=sentence,
        verdict=Verdict.PASSED,
        points=2,
        max_points=2,
        must=True,
        found="CANARY-found item 17 is 'negative'",
        advice="CANARY-advice",
        misconception="CANARY-misconception",
        measures=measures,
    )


def make_lexicon_report(**changes: Any) -> Report:
    return Report(
        **{
            "learner": "CANARY-learner-7",
            "exercise": "audit-a-published-lexicon",
            "facts": ExerciseFacts(
                title="Audit a published lexicon",
                module="quality",
                module_title="Finding errors in labels",
                summary="Find the entries of a widely used sentiment lexicon that contradict its own raters, "
                "and repair them without touching the rest.",
                criteria="Every defect in the file is found, and no sound entry is called a defect.",
                pass_percent=70,
                skills=("clean", "check quality", "documentation"),
                datasets=(
                    DatasetFacts(
                        slug="vader",
                        title="VADER sentiment lexicon",
                        kind="real",
                        citation="Hutto, C. and Gilbert, E. (2014). VADER: A parsimonious rule-based model for "
                        "sentiment analysis of social media text. ICWSM-14.",
                        licence="MIT",
                        sha256="5c1d" * 16,
                    ),
                ),
            ),
            "version": 1,
            "outcome": Outcome(kind=OutcomeKind.FINISHED, sentence="The notebook ran to its end."),
            "score": 6,
            "max_score": 6,
            "passed": True,
            "level": "full",
            "grader_version": "0.1.0",
            "submission_sha256": "ab12" * 16,
            "source_name": "CANARY-source.ipynb",
            "graded_at": datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
            "notes": ("CANARY-note",),
            "checks": (
                passed_check("found-all", "All 22 defects of the file are found.", DEFECTS),
                passed_check("no-false-alarm", "No sound entry is called a defect."),
                passed_check("repaired", "The repaired labels agree with held-out reviews.", F1).model_copy(
                    update={"matrices": (MATRIX,)}
                ),
            ),
            **changes,
        }
    )


def make_ratings_report(**changes: Any) -> Report:
    report = make_lexicon_report(
        exercise="same-ratings-three-answers",
        facts=ExerciseFacts(
            title="Same ratings, three answers",
            module="agreement",
            module_title="Measuring agreement",
            summary="One table of ratings gives three values of agreement. Compute each, and say which one fits "
            "ratings on an ordered scale with missing cells.",
            criteria="Each coefficient is within 0.005 of the reference and the choice is justified.",
            skills=("check quality", "bootstrap intervals"),
            datasets=(
                DatasetFacts(
                    slug="vader-raw",
                    title="Raw ratings behind the VADER lexicon",
                    kind="derived",
                    citation="Hutto and Gilbert (2014), ten ratings for each token.",
                    licence="MIT",
                    sha256="0f3e" * 16,
                ),
            ),
        ),
        submission_sha256="cd34" * 16,
        graded_at=datetime(2026, 11, 21, 10, 0, tzinfo=UTC),
        checks=(
            passed_check("alpha", "Alpha on the interval scale is within 0.005 of the reference.", ALPHA),
            passed_check("choice", "The coefficient that fits an ordered scale is chosen."),
        ),
        origin=Origin.SELF,
    )
    return report.model_copy(update=changes)


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture
def lexicon_report() -> Callable[..., Report]:
    return make_lexicon_report


@pytest.fixture
def ratings_report() -> Callable[..., Report]:
    return make_ratings_report


@pytest.fixture
def reports() -> list[Report]:
    return [make_lexicon_report(), make_ratings_report()]


@pytest.fixture(scope="session")
def profile() -> Profile:
    return Profile(
        name="Amara Example",
        headline="Data annotation and evaluation for language models",
        languages=["English (C2)", "Igbo (native)", "German (B1)"],
        availability="20 hours a week",
        domains=["customer support", "health information"],
        links=[Link(label="Writing samples", url="https://example.org/samples")],
        about="I read guidelines twice and report the cases they do not cover.",
        email="amara@example.org",
        issuer_name="Data Trainer Course, Example College",
    )


@pytest.fixture(scope="session")
def key() -> SigningKey:
    return SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


STORY = Story(
    headline="Twenty-two defects, each with its line",
    rationale="I read the file once before I searched it.\n\nThen I searched by rule, 3 rules in all.",
    guideline=Guideline(
        title="What counts as a defect",
        before="An entry twice in the file.\nA mean outside the scale.",
        after="An entry twice in the file, also with other capital letters.\nA mean outside the scale.\nA spread below 0.",
        why="Two entries differed by a capital letter alone.",
    ),
    errors=[
        ErrorNote(
            kind="Capital letters", example="“Good” and “good”", cause="Exact match", change="Fold case"
        )
    ],
    learned="Ask what the file is used for.",
    publish_attempts=True,
)


@pytest.fixture(scope="session")
def extras() -> Extras:
    return Extras(stories={"audit-a-published-lexicon": STORY})


@pytest.fixture(scope="session")
def first_try() -> Report:
    return make_lexicon_report(
        submission_sha256="9a" * 32,
        score=2.5,
        passed=False,
        graded_at=datetime(2026, 11, 14, 9, 0, tzinfo=UTC),
    )


@pytest.fixture(scope="session")
def built_portfolio(
    tmp_path_factory: pytest.TempPathFactory,
    profile: Profile,
    key: SigningKey,
    extras: Extras,
    first_try: Report,
) -> Path:
    """A portfolio built once; tests get a copy of it."""
    from labelwright_portfolio.build import build

    site = tmp_path_factory.mktemp("portfolio") / "site"
    build([make_lexicon_report(), make_ratings_report(), first_try], profile, key, site, NOW, extras)
    return site


@pytest.fixture
def portfolio(tmp_path: Path, built_portfolio: Path) -> Path:
    """A portfolio that a test may change."""
    shutil.copytree(built_portfolio, tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def remembered_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check each signed document once: checking the same bytes again for the same reader gives the same findings."""
    module = import_module("labelwright_portfolio.verify")
    verify, known = module.verify, {}

    def remember(credential: Any, **expected: Any) -> Any:
        key = repr((credential, sorted(expected.items())))
        if key not in known:
            known[key] = verify(credential, **expected)
        return known[key]

    monkeypatch.setattr(module, "verify", remember)


@pytest.fixture
def findings(key: SigningKey) -> Callable[[Path], list[str]]:
    """Return the code and sentence of everything that fails when an employer verifies a path."""
    from labelwright_portfolio.verify import verify_page

    def failing(path: Path) -> list[str]:
        result = verify_page(path, issuer=key.did, email="amara@example.org", now=NOW)
        return [f"{finding.code}: {finding.sentence}" for finding in result.findings if not finding.ok]

    return failing
