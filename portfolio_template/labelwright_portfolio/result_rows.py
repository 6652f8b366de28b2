"""Read the measured results of a page: each number with all a reader needs to weigh it, and its place on a scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labelwright_portfolio.signed_values import SignedValue
from labelwright_portfolio.works import ShownEvidence, ShownMeasure, Work

COUNT_UNITS = frozenset({"count", "of"})


@dataclass(frozen=True)
class ScalePosition:
    """Where a result is on the common scale from `-1` or `0` to `1`; a part that is not known is None."""

    value: float
    low: float | None
    high: float | None
    ceiling: float | None


@dataclass(frozen=True)
class MeasuredResult:
    """One measure of one work, every part bound to a signed value; a missing part is an empty value.

    `position` is None for a result that has no place on the common scale.
    """

    title: SignedValue
    name: SignedValue
    value: SignedValue
    unit: SignedValue
    low: SignedValue
    high: SignedValue
    n: SignedValue
    n_unit: SignedValue
    method: SignedValue
    reference: SignedValue
    ceiling: SignedValue
    ceiling_note: SignedValue
    work: Work
    is_count: bool
    position: ScalePosition | None


def read_results(work: Work) -> list[MeasuredResult]:
    """Return the results of one work in the order in which they were measured."""
    evidence = ShownEvidence.model_validate(work.evidence)
    return [_read_result(work, place, measure) for place, measure in enumerate(evidence.measures)]


def read_all_results(works: Sequence[Work]) -> list[MeasuredResult]:
    """Return the results of all works in page order."""
    return [result for work in works for result in read_results(work)]


def _read_result(work: Work, place: int, measure: ShownMeasure) -> MeasuredResult:
    parts = work.claims.measures[place]

    def number(part: str) -> SignedValue:
        claim = parts.get(part)
        return work.signed_value(claim.pointer, claim.value, "number") if claim else work.signed_value("", "")

    def text(part: str) -> SignedValue:
        return SignedValue(work.evidence_id, f"/measures/{place}/{part}", getattr(measure, part))

    return MeasuredResult(
        title=work.signed_value(
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
        position=_scale_position(measure),
    )


def _is_count(measure: ShownMeasure) -> bool:
    """Return whether the value counts some of the `n` items, as in 22 of 22 defects."""
    whole = measure.value == int(measure.value)
    if measure.n is None or not whole or not 0 <= measure.value <= measure.n:
        return False
    return measure.unit in COUNT_UNITS | {measure.n_unit} or (not measure.unit and measure.value > 1)


def _scale_position(measure: ShownMeasure) -> ScalePosition | None:
    """Return a measure's place on the scale: a count as a share of n, per cent as a share of 100."""
    divisor = 1.0
    if _is_count(measure):
        divisor = float(measure.n or 1)
    elif measure.unit in {"%", "percent", "per cent"}:
        divisor = 100.0
    elif not measure.unit and measure.value in (0, 1) and measure.low is None:
        # A bare 0 or 1 may be a share or a count of one; a mark would be a guess.
        return None
    values = [measure.value, measure.low, measure.high, measure.ceiling]
    if any(part is not None and not -1 <= part / divisor <= 1 for part in values):
        return None
    scaled = [None if part is None else part / divisor for part in values]
    return ScalePosition(scaled[0] or 0.0, *scaled[1:])
