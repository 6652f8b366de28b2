"""The measured results of a page: each number with all a reader needs to weigh it, and its place on a scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labelwright_portfolio.signed_values import Figure
from labelwright_portfolio.works import ShownEvidence, ShownMeasure, Work

COUNT_UNITS = frozenset({"count", "of"})


@dataclass(frozen=True)
class Span:
    """Where a result lies on the common scale from `-1` or `0` to `1`; None where it has no such place."""

    value: float
    low: float | None
    high: float | None
    ceiling: float | None


@dataclass(frozen=True)
class MeasuredResult:
    """One measure of one work, every part bound to a signed value; empty figures where a part is missing."""

    title: Figure
    name: Figure
    value: Figure
    unit: Figure
    low: Figure
    high: Figure
    n: Figure
    n_unit: Figure
    method: Figure
    reference: Figure
    ceiling: Figure
    ceiling_note: Figure
    work: Work
    is_count: bool
    span: Span | None


def measured_results(work: Work) -> list[MeasuredResult]:
    """The results of one work in the order they were measured."""
    evidence = ShownEvidence.model_validate(work.evidence)
    return [_result(work, place, measure) for place, measure in enumerate(evidence.measures)]


def all_results(works: Sequence[Work]) -> list[MeasuredResult]:
    """The results of all works in page order."""
    return [result for work in works for result in measured_results(work)]


def _result(work: Work, place: int, measure: ShownMeasure) -> MeasuredResult:
    parts = work.claims.measures[place]

    def number(part: str) -> Figure:
        claim = parts.get(part)
        return work.signed(claim.pointer, claim.value, "number") if claim else work.signed("", "")

    def text(part: str) -> Figure:
        return Figure(work.evidence_id, f"/measures/{place}/{part}", getattr(measure, part))

    return MeasuredResult(
        title=work.signed(
            "/credentialSubject/achievement/name", work.credential["credentialSubject"]["achievement"]["name"]
        ),
        name=text("name"),
        value=number("value"),
        unit=text("unit"),
        low=number("low"),
        high=number("high"),
        n=number("n"),
        n_unit=text("n_unit"),
        method=text("method"),
        reference=text("reference"),
        ceiling=number("ceiling"),
        ceiling_note=text("ceiling_note"),
        work=work,
        is_count=_is_count(measure),
        span=_span(measure),
    )


def _is_count(measure: ShownMeasure) -> bool:
    """Whether the value counts some of the `n` things, as in 22 of 22 defects."""
    whole = measure.value == int(measure.value)
    if measure.n is None or not whole or not 0 <= measure.value <= measure.n:
        return False
    return measure.unit in COUNT_UNITS | {measure.n_unit} or (not measure.unit and measure.value > 1)


def _span(measure: ShownMeasure) -> Span | None:
    """A measure's place on the scale: counts as a share of n, per cent as a share of 100."""
    divisor = 1.0
    if _is_count(measure):
        divisor = float(measure.n or 1)
    elif measure.unit in {"%", "percent", "per cent"}:
        divisor = 100.0
    elif not measure.unit and measure.value in (0, 1) and measure.low is None:
        # A bare 0 or 1 may be a share or a count of one; a mark would guess.
        return None
    values = [measure.value, measure.low, measure.high, measure.ceiling]
    if any(part is not None and not -1 <= part / divisor <= 1 for part in values):
        return None
    scaled = [None if part is None else part / divisor for part in values]
    return Span(scaled[0] or 0.0, *scaled[1:])
