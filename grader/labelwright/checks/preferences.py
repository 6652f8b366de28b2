"""Checks of pairwise preferences and their evidence, and the mistakes that preferences show."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import Literal

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Pairwise, Quote
from labelwright.checks.bands import Bands, Mistake, bounds, named, settle, times
from labelwright.checks.results import Passed
from labelwright.checks.verdicts import Measure

Side = Literal["a", "b"]
_FEW = 4
"""Fewer pairs than this show no habit."""


def preference_habits(
    given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise], pairs: Mapping[str, tuple[str, str]]
) -> Iterator[Mistake]:
    """The habits that these verdicts show where they go against gold, the most telling first."""
    wrong = [item for item, verdict in given.items() if item in gold and verdict.winner != gold[item].winner]
    yield from _length(given, gold, pairs)
    yield from _position(given, gold, wrong)
    yield from _ties(given, gold)
    yield from _reversed(given, gold)


def longer(texts: tuple[str, str]) -> Side | None:
    """Which of two texts has more characters; None where they are equally long."""
    first, second = len(texts[0]), len(texts[1])
    return None if first == second else "a" if first > second else "b"


def _length(
    given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise], pairs: Mapping[str, tuple[str, str]]
) -> Iterator[Mistake]:
    # Only where the longer one is not the better one can length be told from quality.
    decoys = [
        (verdict.winner, longer(pairs[item]))
        for item, verdict in given.items()
        if item in pairs and item in gold and longer(pairs[item]) not in (None, gold[item].winner)
    ]
    taken = sum(winner == long for winner, long in decoys)
    if len(decoys) >= _FEW and taken > 0.65 * len(decoys):
        yield Mistake(
            f"On {len(decoys)} pairs the longer response is not the better one; you took it on {taken} of them. Length "
            "was taken for quality.",
            "Strike out in the longer response what was not asked for, then compare what is left.",
        )


def _position(
    given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise], wrong: list[str]
) -> Iterator[Mistake]:
    for side, word in (("a", "first"), ("b", "second")):
        strayed = [item for item in wrong if given[item].winner != "tie"]
        taken = sum(given[item].winner == side for item in strayed)
        share = _share(given, side)
        if len(strayed) >= _FEW and taken >= 0.8 * len(strayed) and share > _share(gold, side) + 0.15:
            yield Mistake(
                f"{taken} of your {len(strayed)} wrong choices fell on the response shown {word}, which you took on "
                f"{share:.0%} of the pairs: the place decided.",
                "Read the other response first on every second pair.",
            )


def _share(verdicts: Mapping[str, Pairwise], side: str) -> float:
    decided = [one.winner for one in verdicts.values() if one.winner != "tie"]
    return decided.count(side) / len(decided) if decided else 0.0  # type: ignore[arg-type]


def _ties(given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise]) -> Iterator[Mistake]:
    own = sum(verdict.winner == "tie" for verdict in given.values())
    right = sum(verdict.winner == "tie" for verdict in gold.values())
    if given and own > 0.6 * len(given) and right < 0.4 * len(gold):
        yield Mistake(
            f"{own} of your {len(given)} verdicts are ties: doubt was settled by not choosing.",
            "Ask which response you would rather send to the person who asked, and how much it would cost to send the other.",
        )
    if len(given) >= _FEW and own == 0 and right >= 2:
        yield Mistake(
            "You never gave a tie, though some of these pairs do not differ in anything that counts.",
            "Where you cannot name the difference in one sentence, it is a tie.",
        )


def _reversed(given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise]) -> Iterator[Mistake]:
    decided = [
        (verdict.winner, gold[item].winner)
        for item, verdict in given.items()
        if item in gold and "tie" not in (verdict.winner, gold[item].winner)
    ]
    against = sum(own != right for own, right in decided)
    if len(decided) >= 2 * _FEW and against >= 0.8 * len(decided):
        yield Mistake(
            f"{against} of your {len(decided)} choices are the exact opposite: the scale was read the wrong way round.",
            "Negative numbers mean that the first response is better.",
        )


By = Literal["credit", "side", "strength kappa"]
Judged = Mapping[str, Pairwise] | Sequence[Annotation]
Preferred = Pairwise | Collection[Pairwise]
"""The right verdict on a pair, or the acceptable ones with the best first."""
_WHY = (
    "A reward model learns from which side was preferred; a habit in place of a judgement is learnt as well."
)


def chosen_sides(given: Judged) -> dict[str, Pairwise]:
    """The verdict on each pair that was judged; skipped pairs and other kinds of value are left out."""
    if isinstance(given, Mapping):
        return dict(given)
    return {one.item: one.value for one in given if isinstance(one.value, Pairwise)}


def signed(verdict: Pairwise) -> int:
    """A verdict as a number from -3 (the first much better) over 0 (a tie) to 3 (the second much better)."""
    return {"a": -1, "tie": 0, "b": 1}[verdict.winner] * verdict.strength


def preference_credit(given: Pairwise, right: Preferred) -> float:
    """1 for the exact verdict, .5 for the strength beside it or a tie against slight preference, otherwise 0."""
    accepted = [signed(one) for one in _accepted(right)]
    gap = min(abs(signed(given) - value) for value in accepted)
    return 1.0 if gap == 0 else 0.5 if gap == 1 else 0.0


def side_credit(given: Pairwise, right: Preferred) -> float:
    """1 for the right side or a right tie, .5 for a tie against slight preference (either way), otherwise 0."""
    accepted = _accepted(right)
    if given.winner in {one.winner for one in accepted}:
        return 1.0
    near = any("tie" in (given.winner, one.winner) and given.strength + one.strength == 1 for one in accepted)
    return 0.5 if near else 0.0


def preferences_agree(
    given: Judged,
    gold: Mapping[str, Preferred],
    *,
    full: float,
    half: float | None = None,
    by: By = "side",
    critical: Collection[str] = (),
    pairs: Mapping[str, tuple[str, str]] | None = None,
    examples: int = 2,
    why: str = _WHY,
) -> Passed:
    """Pass where verdicts agree with gold from `full` on; Failed names the habit they show.

    `by` is "side" (mean of `side_credit`), "credit" (mean of `preference_credit`) or "strength kappa" (quadratic
    weights, over -3 to 3, against the best verdict). Pairs without a verdict count as wrong, and for kappa are left
    out. A wrong side on a `critical` pair forbids a pass. `pairs` gives the two texts of each pair, by which a habit of
    choosing the longer one is told.
    """
    mine = {item: verdict for item, verdict in chosen_sides(given).items() if item in gold}
    sides = {item: side_credit(mine[item], gold[item]) if item in mine else 0.0 for item in gold}
    value = _value(mine, gold, by, sides)
    wrong = [item for item, credit in sides.items() if credit == 0 and item in mine]
    missing = [item for item in gold if item not in mine]
    blocked = [item for item in critical if sides.get(item, 1.0) < 1]
    return settle(
        value,
        Bands(full, half),
        f"The right side was taken on {math.fsum(sides.values()):g} of {times(len(gold), 'pair')}."
        + (
            f" The wrong side was taken on {times(len(wrong), 'pair')}, such as {named(wrong, examples)}."
            if wrong and examples
            else ""
        )
        + (f" No verdict is given on {named(missing, 3)}." if missing else ""),
        mistakes=preference_habits(
            mine, {item: _accepted(right)[0] for item, right in gold.items()}, pairs or {}
        ),
        blocked=f"On pairs where a wrong choice does harm, the right side was not taken: {named(blocked)}."
        if blocked
        else "",
        why=why,
        advice="Check the constraints first, then the facts, then clarity, and style last; decide before you look at length.",
        measures=(_measure(by, value, sides),),
    )


def order_consistent(
    given: Judged, swapped: Mapping[str, str], *, full: float, half: float | None = None, why: str = ""
) -> Passed:
    """Pass where enough verdicts stay with the same response when a pair comes back the other way round.

    `swapped` maps the id of a pair to the id under which it comes back with its responses exchanged.
    """
    from labelwright.quality.ranking.position import swap_consistency

    mine = chosen_sides(given)
    first: dict[Hashable, str] = {item: mine[item].winner for item in swapped if item in mine}
    back: dict[Hashable, str] = {item: mine[other].winner for item, other in swapped.items() if other in mine}
    found = swap_consistency(first, back)
    low, high = bounds(found.consistent, found.n)
    measure = Measure(
        id="swap-consistency",
        name="Verdicts kept when the order is swapped",
        value=0.0 if math.isnan(found.share) else round(found.share, 4),
        n=found.n,
        n_unit="pairs",
        low=low,
        high=high,
        method="Wilson, 95 %" if found.n else "",
    )
    flips = [f"{item} and {swapped[str(item)]}" for item in found.flipped]
    value = found.consistent / len(swapped) if swapped else math.nan
    return settle(
        value,
        Bands(full, half),
        f"{found.consistent} of {times(len(swapped), 'pair')} kept their verdict when they came back the other way round"
        + (f"; not so {named(flips, 3)}." if flips else "."),
        why=why or "A verdict that changes with the order was about the order.",
        advice="Decide each pair once with the second response read first.",
        measures=(measure,),
    )


def evidence_overlaps(
    given: Judged,
    planted: Mapping[str, Collection[Quote]],
    *,
    full: float,
    half: float | None = None,
    overlap: float = 0.5,
    why: str = "",
) -> Passed:
    """Pass where on enough pairs a quoted stretch meets the place that decides, with at least `overlap` by characters.

    `planted` gives the deciding places of each pair; overlap is intersection over union of characters (Jaccard 1912).
    """
    mine = chosen_sides(given)
    hits = [item for item, places in planted.items() if item in mine and _meets(mine[item], places, overlap)]
    without = [item for item in planted if item not in mine or not mine[item].evidence]
    aside = [item for item in planted if item not in hits and item not in without]
    return settle(
        len(hits) / len(planted) if planted else math.nan,
        Bands(full, half),
        f"On {len(hits)} of {times(len(planted), 'pair')} your evidence meets what decides the pair."
        + (f" There is no evidence on {named(without, 3)}." if without else "")
        + (f" It points elsewhere on {named(aside, 3)}." if aside else ""),
        why=why
        or "A verdict that can be checked names the words that decide it; one that cannot is an opinion.",
        advice="Quote the few words that are wrong or that settle the matter, not the whole response.",
    )


def _accepted(right: Preferred) -> list[Pairwise]:
    return [right] if isinstance(right, Pairwise) else list(right)


def _value(
    mine: Mapping[str, Pairwise], gold: Mapping[str, Preferred], by: By, sides: Mapping[str, float]
) -> float:
    if by == "side":
        return math.fsum(sides.values()) / len(sides) if sides else math.nan
    if by == "credit":
        credits = [
            preference_credit(mine[item], right) if item in mine else 0.0 for item, right in gold.items()
        ]
        return math.fsum(credits) / len(credits) if credits else math.nan
    return strength_kappa(mine, gold)


def strength_kappa(mine: Mapping[str, Pairwise], gold: Mapping[str, Preferred]) -> float:
    """Cohen's kappa with quadratic weights over -3 to 3; an acceptable verdict counts as the right one; NaN if undefined."""
    from labelwright.quality.coefficients.two_raters import cohen

    rows = []
    for item, given in mine.items():
        accepted = [signed(one) for one in _accepted(gold[item])]
        own = signed(given)
        rows.append([own if own in accepted else accepted[0], own])
    return cohen(rows, weights="quadratic", categories=range(-3, 4)).value if rows else math.nan


def _meets(verdict: Pairwise, places: Collection[Quote], least: float) -> bool:
    return any(
        quote.where == place.where and _overlap(quote, place) >= least
        for quote in verdict.evidence
        for place in places
    )


def _overlap(a: Quote, b: Quote) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (max(a.end, b.end) - min(a.start, b.start)) if shared > 0 else 0.0


def _measure(by: By, value: float, sides: Mapping[str, float]) -> Measure:
    names = {"side": "Agreement on the better side", "credit": "Agreement on side and strength"}
    exact = by == "side" and all(credit in (0.0, 1.0) for credit in sides.values())
    low, high = bounds(int(math.fsum(sides.values())), len(sides)) if exact else (None, None)
    return Measure(
        id=f"preference-{by.replace(' ', '-')}",
        name=names.get(by, "Weighted kappa of preference strength"),
        value=0.0 if math.isnan(value) else round(value, 4),
        n=len(sides),
        n_unit="pairs",
        low=low,
        high=high,
        method="Wilson, 95 %" if exact else "",
        reference="reviewed verdicts with acceptable alternatives",
    )
