"""Checks of pairwise preferences and their evidence, and the mistakes that preferences show."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import Literal

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Pairwise, Quote
from labelwright.checks.compare import Bands, Mistake, bounds, count_noun, quote_some, settle
from labelwright.checks.verdicts import Measure, Passed

Side = Literal["a", "b"]
_FEW = 4
"""The fewest pairs that can show a habit."""


def preference_habits(
    given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise], pairs: Mapping[str, tuple[str, str]]
) -> Iterator[Mistake]:
    """Yield the habits that these verdicts show where they differ from gold, the clearest first."""
    wrong = [item for item, verdict in given.items() if item in gold and verdict.winner != gold[item].winner]
    yield from _length(given, gold, pairs)
    yield from _position(given, gold, wrong)
    yield from _ties(given, gold)
    yield from _reversed(given, gold)


def longer(texts: tuple[str, str]) -> Side | None:
    """Return which of two texts has more characters; None if they are equally long."""
    first, second = len(texts[0]), len(texts[1])
    return None if first == second else "a" if first > second else "b"


def _length(
    given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise], pairs: Mapping[str, tuple[str, str]]
) -> Iterator[Mistake]:
    # Length and quality can only be told apart on pairs where the longer response is not the better one.
    decoys = [
        (verdict.winner, longer(pairs[item]))
        for item, verdict in given.items()
        if item in pairs and item in gold and longer(pairs[item]) not in (None, gold[item].winner)
    ]
    taken = sum(winner == long for winner, long in decoys)
    if len(decoys) >= _FEW and taken > 0.65 * len(decoys):
        yield Mistake(
            f"On {len(decoys)} pairs the longer response is not the better one, but you chose it on {taken} of them. You "
            "took length for quality.",
            "In the longer response, cross out what was not asked for. Then compare what is left.",
        )


def _position(
    given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise], wrong: list[str]
) -> Iterator[Mistake]:
    for side, word in (("a", "first"), ("b", "second")):
        chosen_wrong = [item for item in wrong if given[item].winner != "tie"]
        taken = sum(given[item].winner == side for item in chosen_wrong)
        share = _share(given, side)
        if (
            len(chosen_wrong) >= _FEW
            and taken >= 0.8 * len(chosen_wrong)
            and share > _share(gold, side) + 0.15
        ):
            yield Mistake(
                f"In {taken} of your {len(chosen_wrong)} wrong choices you took the response shown {word}, and you took it on "
                f"{share:.0%} of all pairs: the position decided.",
                "Read the other response first on every second pair.",
            )


def _share(verdicts: Mapping[str, Pairwise], side: str) -> float:
    decided = [verdict.winner for verdict in verdicts.values() if verdict.winner != "tie"]
    return decided.count(side) / len(decided) if decided else 0.0  # type: ignore[arg-type]


def _ties(given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise]) -> Iterator[Mistake]:
    given_ties = sum(verdict.winner == "tie" for verdict in given.values())
    right = sum(verdict.winner == "tie" for verdict in gold.values())
    if given and given_ties > 0.6 * len(given) and right < 0.4 * len(gold):
        yield Mistake(
            f"{given_ties} of your {len(given)} verdicts are ties: when you were in doubt, you did not choose.",
            "Ask which response you would rather send to the person who asked, and how bad it would be to send the other.",
        )
    if len(given) >= _FEW and given_ties == 0 and right >= 2:
        yield Mistake(
            "You never gave a tie, but some of these pairs do not differ in anything important.",
            "If you cannot name the difference in one sentence, give a tie.",
        )


def _reversed(given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise]) -> Iterator[Mistake]:
    decided = [
        (verdict.winner, gold[item].winner)
        for item, verdict in given.items()
        if item in gold and "tie" not in (verdict.winner, gold[item].winner)
    ]
    against = sum(winner != right for winner, right in decided)
    if len(decided) >= 2 * _FEW and against >= 0.8 * len(decided):
        yield Mistake(
            f"{against} of your {len(decided)} choices are the exact opposite: you read the scale the wrong way round.",
            "Negative numbers mean that the first response is better.",
        )


By = Literal["credit", "side", "strength kappa"]
Judged = Mapping[str, Pairwise] | Sequence[Annotation]
Preferred = Pairwise | Collection[Pairwise]
"""The right verdict on a pair, or the acceptable ones with the best first."""
_WHY = "A reward model learns from the side that you preferred. If a habit decided instead of you, it learns the habit."


def chosen_sides(given: Judged) -> dict[str, Pairwise]:
    """Return the verdict on each pair that was judged; skipped pairs and other kinds of value are left out."""
    if isinstance(given, Mapping):
        return dict(given)
    return {
        annotation.item: annotation.value for annotation in given if isinstance(annotation.value, Pairwise)
    }


def signed(verdict: Pairwise) -> int:
    """Return a verdict as a number: -3 (the first is much better), 0 (a tie), 3 (the second is much better)."""
    return {"a": -1, "tie": 0, "b": 1}[verdict.winner] * verdict.strength


def preference_credit(given: Pairwise, right: Preferred) -> float:
    """Return 1 for the exact verdict, .5 for one step away (a tie is one step from slight preference), otherwise 0."""
    accepted = [signed(verdict) for verdict in _accepted(right)]
    gap = min(abs(signed(given) - value) for value in accepted)
    return 1.0 if gap == 0 else 0.5 if gap == 1 else 0.0


def side_credit(given: Pairwise, right: Preferred) -> float:
    """Return 1 for the right side or a right tie, .5 for a tie against slight preference (either way), otherwise 0."""
    accepted = _accepted(right)
    if given.winner in {verdict.winner for verdict in accepted}:
        return 1.0
    near = any(
        "tie" in (given.winner, verdict.winner) and given.strength + verdict.strength == 1
        for verdict in accepted
    )
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
    """Pass if verdicts agree with gold from `full` on; Failed names the habit that they show.

    `by` is "side" (mean of `side_credit`), "credit" (mean of `preference_credit`) or "strength kappa" (quadratic
    weights, over -3 to 3, against the best verdict). Pairs without a verdict count as wrong; kappa leaves them out. A
    wrong side on a `critical` pair forbids a pass. `pairs` gives the two texts of each pair, which show whether the
    longer one is chosen out of habit.
    """
    judged = {item: verdict for item, verdict in chosen_sides(given).items() if item in gold}
    sides = {item: side_credit(judged[item], gold[item]) if item in judged else 0.0 for item in gold}
    value = _value(judged, gold, by, sides)
    wrong = [item for item, credit in sides.items() if credit == 0 and item in judged]
    missing = [item for item in gold if item not in judged]
    blocked = [item for item in critical if sides.get(item, 1.0) < 1]
    return settle(
        value,
        Bands(full, half),
        f"You took the right side on {math.fsum(sides.values()):g} of {count_noun(len(gold), 'pair')}."
        + (
            f" You took the wrong side on {count_noun(len(wrong), 'pair')}, such as {quote_some(wrong, examples)}."
            if wrong and examples
            else ""
        )
        + (f" You gave no verdict on {quote_some(missing, 3)}." if missing else ""),
        mistakes=preference_habits(
            judged, {item: _accepted(right)[0] for item, right in gold.items()}, pairs or {}
        ),
        blocked=f"On these pairs a wrong choice does harm, and you did not take the right side: {quote_some(blocked)}."
        if blocked
        else "",
        why=why,
        advice="Check the constraints first, then the facts, then clarity, then style. Decide before you look at length.",
        measures=(_measure(by, value, sides),),
    )


def order_consistent(
    given: Judged, swapped: Mapping[str, str], *, full: float, half: float | None = None, why: str = ""
) -> Passed:
    """Pass if enough verdicts stay with the same response when a pair comes back in the other order.

    `swapped` maps the id of a pair to the id of the same pair with its responses in the other order.
    """
    from labelwright.quality.ranking.position import swap_consistency

    judged = chosen_sides(given)
    first: dict[Hashable, str] = {item: judged[item].winner for item in swapped if item in judged}
    second: dict[Hashable, str] = {
        item: judged[other].winner for item, other in swapped.items() if other in judged
    }
    found = swap_consistency(first, second)
    low, high = bounds(found.consistent, found.n)
    measure = Measure(
        id="swap-consistency",
        name="Same verdict when the order is swapped",
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
        f"{found.consistent} of {count_noun(len(swapped), 'pair')} got the same verdict when they came back in the other order"
        + (f"; these did not: {quote_some(flips, 3)}." if flips else "."),
        why=why or "If a verdict changes with the order, the order decided and not the response.",
        advice="Judge each pair again, and read the second response first.",
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
    """Pass if on enough pairs a quote covers the place that decides, with at least `overlap` of the characters.

    `planted` gives the deciding places of each pair; overlap is intersection over union of characters (Jaccard 1912).
    """
    judged = chosen_sides(given)
    hits = [
        item for item, places in planted.items() if item in judged and _meets(judged[item], places, overlap)
    ]
    without = [item for item in planted if item not in judged or not judged[item].evidence]
    elsewhere = [item for item in planted if item not in hits and item not in without]
    return settle(
        len(hits) / len(planted) if planted else math.nan,
        Bands(full, half),
        f"On {len(hits)} of {count_noun(len(planted), 'pair')} your evidence quotes what decides the pair."
        + (f" You gave no evidence on {quote_some(without, 3)}." if without else "")
        + (f" It quotes another place on {quote_some(elsewhere, 3)}." if elsewhere else ""),
        why=why
        or "A verdict that names the words that decide it can be checked. Any other verdict is only an opinion.",
        advice="Quote only the few words that are wrong or that decide the pair, not the whole response.",
    )


def _accepted(right: Preferred) -> list[Pairwise]:
    return [right] if isinstance(right, Pairwise) else list(right)


def _value(
    judged: Mapping[str, Pairwise], gold: Mapping[str, Preferred], by: By, sides: Mapping[str, float]
) -> float:
    if by == "side":
        return math.fsum(sides.values()) / len(sides) if sides else math.nan
    if by == "credit":
        credits = [
            preference_credit(judged[item], right) if item in judged else 0.0 for item, right in gold.items()
        ]
        return math.fsum(credits) / len(credits) if credits else math.nan
    return strength_kappa(judged, gold)


def strength_kappa(judged: Mapping[str, Pairwise], gold: Mapping[str, Preferred]) -> float:
    """Return Cohen's kappa, quadratic weights over -3 to 3; an acceptable verdict counts as right; NaN if undefined."""
    from labelwright.quality.coefficients.two_raters import cohen

    rows = []
    for item, given in judged.items():
        accepted = [signed(one) for one in _accepted(gold[item])]
        value = signed(given)
        rows.append([value if value in accepted else accepted[0], value])
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
