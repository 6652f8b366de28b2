"""Known mistakes in Krippendorff's alpha, for complete tables and for gaps: the wrong way, its name, one thing to try."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from labelwright.checks import KnownWay

from .variants import (
    DISTANCES,
    Distance,
    Rows,
    absolute,
    agreement_only,
    alpha,
    alpha_with,
    at_level,
    complete_only,
    filled,
    interval,
    mean_pairwise,
    nominal,
    ordinal,
    places,
    quotient,
    turned,
)

TURNED = "You exchanged rows and columns: you took raters for items."
ORDERS = "In Do and in De, count both orders of a pair: (c, k) and (k, c)."


def alpha_ways(right: Distance) -> tuple[KnownWay, ...]:
    """Return the mistakes that are possible at every level, with the distance of that level."""
    return (
        KnownWay(
            partial(alpha_with, right, error="again"),
            "Do/De is N/(N - 1) times too large. The two usual causes: De is divided by N × N, or Do by N - 1.",
            "Divide Do by N. Divide De by N × (N - 1), because no rating is paired with itself.",
        ),
        KnownWay(
            partial(alpha_with, right, times=0.5),
            "Do/De is half of what it should be. Do counts each pair once, or De counts each pair too often.",
            ORDERS,
        ),
        KnownWay(
            partial(alpha_with, right, times=2.0),
            "Do/De is twice too large. De counts each pair once, or Do counts each pair too often.",
            ORDERS,
        ),
        KnownWay(
            partial(alpha_with, right, error="m"),
            "You divided an item's sum by m, the number of its ratings.",
            "Divide it by m - 1: a rating is not paired with itself.",
        ),
        KnownWay(partial(turned, right), TURNED, "Treat each row of `ratings` as one item."),
        KnownWay(
            partial(agreement_only, right),
            "This is 1 - Do. Either you do not divide by De, or your De is 1.",
            "Print De for this input. Divide Do by De, and subtract the result from 1.",
        ),
        KnownWay(
            partial(quotient, right),
            "You did not subtract the quotient from 1.",
            "Return 1 minus the quotient.",
        ),
    )


NOMINAL = (
    *alpha_ways(nominal),
    KnownWay(
        mean_pairwise,
        "This is the mean of Cohen's kappa over all pairs of raters. Alpha does not ask who gave a rating.",
        "Put all ratings into one bag for De.",
    ),
)
INTERVAL = (
    KnownWay(
        partial(alpha_with, nominal),
        'For level "interval", this gives nominal alpha.',
        'For "interval", use (c - k) squared. Print the level inside your function to see which branch runs.',
    ),
    KnownWay(partial(alpha_with, absolute), "You did not square the difference.", "Use (c - k) squared."),
    KnownWay(
        partial(alpha_with, ordinal),
        'For level "interval", this gives ordinal alpha.',
        "At the interval level, use the numbers, not their ranks.",
    ),
    *alpha_ways(interval),
)
ORDINAL = (
    KnownWay(
        partial(alpha_with, interval),
        'For level "ordinal", this gives interval alpha: it uses the numbers, as if all steps were equal.',
        "Count the ratings in the bag that are from c to k.",
    ),
    KnownWay(
        partial(alpha_with, nominal),
        'For level "ordinal", this gives nominal alpha.',
        'For "ordinal", count the ratings from c to k. Print the level inside your function to see which branch runs.',
    ),
    KnownWay(
        partial(alpha_with, places),
        "You numbered the values 1, 2, 3 ... and subtracted these numbers. You did not count how many ratings are "
        "between them.",
        "Count every rating in the bag, not every different value.",
    ),
    KnownWay(
        partial(alpha_with, partial(ordinal, ends=0.0)),
        "You counted the ratings at both ends in full.",
        "Subtract half of the ratings that equal c and half of those that equal k.",
    ),
    KnownWay(
        partial(alpha_with, partial(ordinal, ends=1.0)),
        "You left out the ratings at both ends.",
        "Count half of the ratings that equal c and half of those that equal k.",
    ),
    KnownWay(
        partial(alpha_with, partial(ordinal, power=1)),
        "You did not square the count.",
        "Square the count, as you square the difference at the interval level.",
    ),
    *alpha_ways(ordinal),
)
LONE = "Items with only one rating still count: {}."
GAPS: tuple[tuple[Callable[[Rows, str], float], str, str], ...] = (
    (
        partial(filled, "no rating"),
        "You treated a missing rating as a label, so two gaps agree.",
        "Drop every None before you count anything.",
    ),
    (
        partial(filled, 0),
        "You treated a missing rating as a 0.",
        "Drop every None before you count anything.",
    ),
    (
        complete_only,
        "You left out every item with a gap. An item with two ratings or more still counts.",
        "Drop only the missing rating, not the item.",
    ),
    (
        partial(alpha, error="singles"),
        LONE.format("they are in the bag for De"),
        "Drop these items before you fill the bag.",
    ),
    (
        partial(alpha, error="lone"),
        LONE.format("they are in the bag and in N"),
        "Drop these items before you fill the bag and count N.",
    ),
    (
        partial(alpha, error="pairs"),
        "Every pair counts the same, so items with many ratings count too much.",
        "Divide each item's sum by its own m - 1. Then add up and divide by N.",
    ),
    (
        partial(alpha, error="items"),
        "Do is the mean over items, so an item with two ratings counts as much as one with four.",
        "Divide each item's sum by its own m - 1. Then add up and divide by N, the number of ratings.",
    ),
)
"""Mistakes with missing ratings: the wrong way at every level, its name and its advice."""


def gap_ways() -> Iterator[KnownWay]:
    """Yield the mistakes with missing ratings, at all levels or at one."""
    for wrong, name, advice in GAPS:
        yield KnownWay(wrong, name, advice)
    for level in DISTANCES:
        for wrong, name, advice in GAPS:
            yield KnownWay(
                partial(at_level, level, wrong), f'{name} This happens at the level "{level}" only.', advice
            )
    yield KnownWay(
        partial(at_level, "ordinal", partial(alpha, error="wide")),
        "The ordinal distance also counts ratings that you dropped: those of items with only one rating.",
        "Count from c to k in the bag of the ratings that are left.",
    )


MISSING = tuple(gap_ways())
