"""Checks for groups of near-duplicates, a split that keeps them whole, leaked test texts and a datasheet."""

from __future__ import annotations

import re
from typing import Any

from labelwright.checks import (
    Fact,
    Failed,
    Measure,
    NotAttempted,
    Passed,
    Work,
    check,
    facts_stated,
    items,
)
from labelwright.checks.compare import FoundItems
from labelwright.quality import found_score, wilson

from .near import links
from .parts import WHY_SPLIT, cut_apart, group_mistake, groups, is_group_split, parts, spam_gap
from .random_labels import TOLERANCE, accuracy_mistake, is_error_rate
from .sheet import NUMBERS, SECTIONS, filler, number_mistake, numbers_of, sections, true_numbers

ONE_PAIR = "Take one of your test texts and one training text, and print the runs that they share."


@check("groups")
def groups_are_right(work: Work) -> Passed:
    """`group` puts exactly those messages together that are connected by near-duplicate pairs."""
    given = links(work.numbers("group", len(work.sample), list(work.sample["id"])))
    true = links(groups(work))
    found = found_score(given, true)
    if given == true:
        return Passed(f"{len(true)} pairs together", "all, and no other")
    f1 = found.f1 if found.f1 == found.f1 else 0.0
    misconception, advice = group_mistake(work, given)
    raise Failed(
        f"`group` puts {len(given):,} pairs of messages together. {len(found.missed):,} pairs that belong together "
        f"are in different groups, and {len(found.extra):,} pairs that do not belong together are in the same group."
        + example(work, found.missed or found.extra),
        misconception=misconception,
        why=WHY_SPLIT,
        advice=advice,
        credit=0.5 if f1 >= 0.9 else 0.0,
        measured=f"F1 {f1:.3f} over pairs",
        expected="every pair, and no other; half the points from F1 .9",
    )


def example(work: Work, pairs: frozenset[Any]) -> str:
    """Return the ids of the first wrong pair."""
    if not pairs:
        return ""
    first, second = min(pairs)
    ids = work.sample["id"]
    return f" Look at the messages {ids[first]} and {ids[second]}."


@check("memory", after=groups_are_right)
def random_split_rewards_memory(work: Work) -> Passed:
    """`accuracy_random` is the mean accuracy on random labels, with rows split at random."""
    return accuracy_is(work, "accuracy_random", by_rows=True)


@check("memory", after=groups_are_right)
def group_split_does_not(work: Work) -> Passed:
    """`accuracy_groups` is the mean accuracy on the same labels, with whole groups split."""
    return accuracy_is(work, "accuracy_groups", by_rows=False)


def accuracy_is(work: Work, name: str, *, by_rows: bool) -> Passed:
    """Compare a mean accuracy with the solution's; other seeds are allowed for."""
    value = work.number(name)
    both = [work.solution.number(one) for one in ("accuracy_random", "accuracy_groups")]
    right, other = both if by_rows else both[::-1]
    if abs(value - right) <= TOLERANCE and not is_error_rate(value, right):
        note = "Chance is .1. Everything above that is memory." if by_rows else "Chance is .1."
        return Passed(round(value, 3), "within .06 of the reference for your messages", note)
    misconception, advice = accuracy_mistake(value, right, other, by_rows=by_rows)
    raise Failed(
        f"`{name}` is {value:.3f}.",
        misconception=misconception,
        why="On random labels, a model can only be right by memory. The score on real labels can include just as "
        "much memory.",
        advice=advice,
        measured=round(value, 3),
        expected="within .06 of the reference for your messages",
    )


@check("split")
def every_message_has_one_part(work: Work) -> Passed:
    """`split` names every message once, and 18 to 22 % of the messages are in the test."""
    table = parts(work)
    n, repeated = len(work.sample), int(table["id"].duplicated().sum())
    missing = sorted(set(work.sample["id"]) - set(table["id"]))
    if repeated:
        both = table.groupby("id")["part"].nunique().gt(1).sum()
        raise Failed(
            f"{repeated} rows of `split` repeat an id, and {both} messages are in both parts.",
            misconception="You copied messages (perhaps to balance the classes) before you made the split. So copies are in "
            "both parts.",
            why="If a test message is also in training, the model answers from memory.",
            advice="First split, then copy messages in the training part only.",
            measured=len(table),
            expected=f"{n} rows, one per message",
        )
    if missing:
        raise Failed(
            f"{len(missing)} of {n} messages are missing from both parts, such as {missing[0]}.",
            misconception="You dropped near-duplicates. This prevents leaks, but the client asked for all rows.",
            why="If you drop rows, you change the data. The client did not ask for this.",
            advice="Keep every row, and keep each group together.",
            measured=n - len(missing),
            expected=str(n),
        )
    share = float((table["part"] == "test").mean())
    if not 0.18 <= share <= 0.22:
        raise Failed(
            f"{share:.1%} of the messages are in the test.",
            misconception="You exchanged the two parts." if 0.78 <= share <= 0.82 else "",
            why="A small test is not exact, and a large test leaves too little for training.",
            advice="Use one fold of five as the test: that is 20 %.",
            measured=f"{share:.1%}",
            expected="18 % to 22 %",
        )
    return Passed(f"{share:.1%} of {n} in the test", "18 % to 22 %")


@check("split", weight=3, after=every_message_has_one_part)
def no_group_is_cut_apart(work: Work) -> Passed:
    """No group of near-duplicates has messages in both parts."""
    cut, total = cut_apart(work)
    measure = Measure(
        id="groups-crossing",
        name="Groups of near-duplicates in both parts",
        value=len(cut),
        unit="count",
        n=total,
        n_unit="groups of two or more messages",
        reference="Jaccard similarity of 5-character shingles of at least .8, recomputed over all pairs",
    )
    if not cut:
        return Passed(0, f"0 of {total}", measures=(measure,))
    misconception, advice = (
        "Some of your groups are incomplete, so parts of them are in both train and test.",
        "Fix the groups of part 1. Then pass the group of every row to the splitter.",
    )
    if is_group_split(work, exact=True):
        misconception = "You keep exact copies together, but not near-duplicates."
        advice = "Split by the groups of part 1, which include both."
    elif len(cut) > 0.2 * total:
        misconception = "You split single rows, not groups."
        advice = "Use a splitter that takes `groups=`, and pass your groups."
    ids = ", ".join(str(one) for one in cut[0][:4])
    raise Failed(
        f"{len(cut)} of {total} groups have messages in both parts, such as the one of {ids}.",
        misconception=misconception,
        why=WHY_SPLIT,
        advice=advice,
        measured=len(cut),
        expected="0",
        measures=(measure,),
    )


@check("split", after=every_message_has_one_part)
def classes_keep_their_shares(work: Work) -> Passed:
    """The share of spam in training and in the test differs by at most 2 percentage points."""
    gap = spam_gap(work)
    if abs(gap) <= 2 + 1e-9:
        return Passed(f"{gap:+.1f} points", "at most 2 points")
    raise Failed(
        f"The share of spam in the test is {abs(gap):.1f} points {'higher' if gap > 0 else 'lower'} than in training.",
        misconception="You chose groups without looking at the labels. A few large groups with one label change the share.",
        why="Accuracy, precision and every threshold depend on the share of spam. With another share, the test "
        "measures another task.",
        advice="Use a splitter that also stratifies, or try another seed and look at the shares.",
        measured=f"{gap:+.1f} points",
        expected="at most 2 points",
    )


def _found(work: Work, found: FoundItems) -> Measure:
    n = len(found.hits) + len(found.missed)
    low, high = wilson(len(found.hits), n)
    return Measure(
        id="leaks-found",
        name="Contaminated test texts found",
        value=len(found.hits),
        unit="count",
        n=n,
        n_unit="contaminated texts among 18",
        low=round(low * n, 1),
        high=round(high * n, 1),
        method="Wilson, 95 %",
        reference="runs of 13 words, recomputed",
    )


def leaflets(work: Work) -> list[str]:
    """Return the ids of all leaflets."""
    return list(work.dataset("town-leaflets")["id"])


leaks_are_found = items(
    "leaks",
    "leaked",
    "at least five of the six contaminated test texts, and no other text",
    known=leaflets,
    recall=5 / 6,
    weight=2,
    why="If training has seen a test text, the test measures memory, but people still believe its score.",
    advice=ONE_PAIR,
    measure=_found,
)
what_is_kept_is_clean = items(
    "leaks",
    "leaked",
    "every test text that shares a run of 13 words with training, so that those that you keep are clean",
    known=leaflets,
    after=leaks_are_found,
    why="You can call a test clean only if the search finds nothing.",
    advice=ONE_PAIR,
)


@check("datasheet")
def seven_sections_are_filled(work: Work) -> Passed:
    """The datasheet has the seven sections, each with at least 15 words of your own."""
    written = work.file("datasheet.md")
    _is_as_in_the_notebook(work, written)
    found = sections(written)
    missing = [name for name in SECTIONS if name not in found]
    thin = [name for name in SECTIONS if name in found and found[name].words < 15]
    copied = len({found[name].prose for name in SECTIONS if name in found}) < len(SECTIONS) - len(missing)
    filled = {name: fault for name in SECTIONS if name in found and (fault := filler(found[name].prose))}
    if not missing and not thin and not copied and not filled:
        return Passed("7 of 7", note="No program judged the content of the sections.")
    faults = [f"not there: {', '.join(missing)}"] if missing else []
    faults += [f"fewer than 15 words: {', '.join(thin)}"] if thin else []
    faults += ["the same text in two sections"] if copied and not thin else []
    faults += [f"{name}: {fault}" for name, fault in filled.items() if name not in thin]
    good = len(SECTIONS) - len({*missing, *thin, *filled})
    raise Failed(
        f"{good} of 7 sections exist and are filled; {'; '.join(faults)}.",
        misconception="A heading without an answer tells the reader nothing." if thin or filled else "",
        why="If a datasheet does not say something, its reader will guess.",
        advice="Write each heading as `## Name` on its own line, and write below it what the table asks for.",
        credit=0.5 * good / 7,
        measured=f"{good} of 7",
        expected="7 of 7",
    )


def _is_as_in_the_notebook(work: Work, written: str) -> None:
    """Raise Failed if the file is not what the variable `datasheet` says."""
    try:
        now = work.value("datasheet")
    except NotAttempted:
        return
    if isinstance(now, str) and now.split() != written.split():
        raise Failed(
            "The file `datasheet.md` does not have the text of `datasheet`.",
            misconception="One of the two was changed after the file was written.",
            why="People read the file that you hand in, and not your variable.",
            advice="Run the cell that writes the file again, then this check.",
        )


@check("datasheet", weight=2)
def numbers_match_the_data(work: Work) -> Passed:
    """The six numbers in Composition are the numbers of your messages."""
    given, true = numbers_of(work.file("datasheet.md")), true_numbers(work)
    wrong = [name for name in NUMBERS if name not in given or abs(given[name] - true[name]) > 0.0501]
    if not wrong:
        return Passed("6 of 6", "6 of 6")
    there = [name for name in wrong if name in given]
    shown = "; ".join(f"{name} {given[name]:g}" for name in there) or "none"
    absent = [name for name in wrong if name not in given]
    misconception, advice = number_mistake(work, given, there)
    raise Failed(
        f"{6 - len(wrong)} of 6 numbers match the data. Not matching: {shown}."
        + (f" Not found as a line in Composition: {', '.join(absent)}." if absent else ""),
        misconception=misconception,
        why="A client checks the numbers of a datasheet first. If they are wrong, the client does not believe the "
        "rest.",
        advice=advice,
        credit=max(0.0, 0.9 - 0.2 * len(wrong)),
        measured=f"{6 - len(wrong)} of 6",
        expected="6 of 6, percentages to one decimal",
    )


FACTS = (
    Fact("the source by name", ("SMS Spam Collection",)),
    Fact("the makers", ("Almeida",)),
    Fact("the licence", ("CC BY 4.0", "CC-BY-4.0", "Creative Commons Attribution 4.0")),
    Fact("the threshold of the near-duplicates", ("0.8", ".8", "80 %", "80%")),
)


@check("datasheet")
def source_and_licence_are_named(work: Work) -> Passed:
    """The datasheet names the source, its makers, the licence and the threshold of the groups."""
    why = "Without source and licence, nobody may use the data, even if it is clean."
    written = work.file("datasheet.md")
    try:
        return facts_stated(written, FACTS, why=why)
    except Failed as failed:
        if not FACTS[2].stated(written) and PACKAGE.search(written):
            raise replace_words(
                failed,
                "You gave the licence of the Python package that brings the file (MIT). The messages have another one.",
                "Take the line *Licence of the data* from the dataset's card.",
            ) from None
        raise


PACKAGE = re.compile(r"\bMIT\b")


def replace_words(failed: Failed, misconception: str, advice: str) -> Failed:
    """Return the same failure with another misconception and advice."""
    return Failed(
        failed.found,
        misconception=misconception,
        why=failed.why,
        advice=advice,
        credit=failed.credit,
        measured=failed.measured,
        expected=failed.expected,
    )
