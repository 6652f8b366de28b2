"""Checks for corrected transcripts, a word error rate written from scratch, and the errors that it weighs too lightly."""

from __future__ import annotations

from labelwright.checks import (
    Bands,
    Case,
    Failed,
    Known,
    Measure,
    Passed,
    Work,
    all_labelled,
    at_most,
    check,
    close,
    function_gives,
    settle,
)

from .draw import STYLES, transcript, words
from .error_rate import CASES, EMPTY, EMPTY_WAYS, WAYS, right
from .transcripts import (
    annotations,
    away,
    breaches,
    clips,
    counts,
    differences,
    edits,
    everything,
    gold,
    habits,
    share_away,
    styles,
    written,
)

FULL, HALF = 0.02, 0.06


@check("transcripts")
def all_six_are_finished(work: Work) -> Passed:
    """All six clips have a transcript, three in each style."""
    return all_labelled(
        [one for style in STYLES for one in annotations(work, style)], list(styles(work)), most_skipped=0
    )


@check("transcripts", weight=4, after=all_six_are_finished)
def verbatim_is_as_said(work: Work) -> Passed:
    """In your three verbatim transcripts, at most 2 % of the words differ from the transcript by the rules."""
    return _style(
        work,
        "verbatim",
        "People who study speech cannot get back the words that a transcript leaves out.",
    )


@check("transcripts", weight=4, after=all_six_are_finished)
def clean_keeps_the_speaker_s_words(work: Work) -> Passed:
    """In your three clean transcripts, at most 2 % of the words differ from the transcript by the rules."""
    return _style(
        work,
        "clean",
        "Clean follows a rule, not taste. If two people tidy as they like, they make two different data sets.",
    )


def _style(work: Work, style: str, why: str) -> Passed:
    share, differing = share_away(work, style), away(work, style)
    n = sum(len(gold(one, style)) for one in differing)
    total = sum(differing.values())
    measure = Measure(
        id=f"{style}-word-error-rate",
        name=f"Word error rate of own {style} transcripts",
        value=round(100 * share, 1),
        unit="%",
        n=n,
        n_unit="words",
        reference="what the house style gives for the authored sound scripts",
    )
    found = f"{total} of {n} words differ from the transcript by the rules of {style}"
    broken = breaches(written(work, style), style)
    return settle(
        share,
        Bands(1.0),
        f"{found}: {counts(differing)}." if total else f"{found}.",
        credit=at_most(share, full=FULL, half=HALF),
        expected=f"at most {FULL:g}, and no rule broken at most of its places; half the points up to {HALF:g}",
        # Few words in all can be every place of one rule: that is a habit, and the tolerance is for slips.
        blocked=f"You break a rule at most of its places ({', '.join(one.rule for one in broken)})."
        if broken
        else "",
        mistakes=habits(work, style),
        why=why,
        advice="Take the clip with the most differences. Compare its sound script with your transcript, word by word.",
        measures=(measure,),
        note=f"{found}: {counts(differing)}." if total else "",
    )


@check("transcripts", after=all_six_are_finished)
def nothing_is_guessed(work: Work) -> Passed:
    """Your transcripts have `[unclear]` where the script has `(?)`, and only there."""
    faults = []
    for style in STYLES:
        for one, text in written(work, style).items():
            wanted = transcript(clips()[one]["said"], style).count("[unclear]")
            if text.lower().count("[unclear]") != wanted:
                faults.append(one)
    if not faults:
        return Passed(f"{len(styles(work))} of {len(styles(work))} clips")
    guessed = [one for one in faults if "[unclear]" not in everything_of(work)[one].lower()]
    raise Failed(
        f"The places with `[unclear]` differ from the sound script in {', '.join(faults)}.",
        misconception="You kept a guess of the machine or made your own. Readers will think that somebody said it."
        if guessed
        else "You wrote `[unclear]`, but the script has words there.",
        why="If a gap is marked, somebody who knows more can fill it. Nobody finds a guess again.",
        advice="Look for `(?)` in the script. Write `[unclear]` in the same place in your transcript.",
        credit=0.5 * (1 - len(faults) / len(styles(work))),
        measured=f"{len(styles(work)) - len(faults)} of {len(styles(work))}",
        expected=f"{len(styles(work))} of {len(styles(work))}",
    )


def everything_of(work: Work) -> dict[str, str]:
    """Return the learner's transcripts, as many as there are."""
    return {one: text for style in STYLES for one, text in written(work, style).items()}


@check("wer", weight=4)
def fewest_edits_over_the_reference(work: Work) -> Passed:
    """`wer(reference, hypothesis)` is the fewest word edits divided by the words of the reference."""
    own = [
        Case((text, clips()[one]["automatic"]), right(text, clips()[one]["automatic"]), "one of the clips")
        for one in list(styles(work))[:2]
        for text in [transcript(clips()[one]["said"], "verbatim")]
    ]
    return function_gives(
        work,
        "wer",
        [*CASES, *own],
        full=1.0,
        half=0.75,
        known=WAYS,
        why="Offers and payments depend on this rate. If you compute it in another way, nobody can compare it.",
    )


@check("wer")
def undefined_where_nothing_was_said(work: Work) -> Passed:
    """`wer` returns NaN for a reference without words."""
    return function_gives(
        work,
        "wer",
        EMPTY,
        known=EMPTY_WAYS,
        why="Silent clips are common. A 0 or an error for one of them makes the mean of a whole batch wrong, and "
        "nobody notices.",
    )


@check("harm")
def machine_is_measured_over_all_words(work: Work) -> Passed:
    """`automatic_wer` is the number of the machine's edits in all six clips, divided by the number of words in your
    transcripts. It is not rounded."""
    value = work.number("automatic_wer")
    pairs = [(words(text), words(clips()[one]["automatic"])) for one, text in everything(work).items()]
    count = sum(edits(said, heard) for said, heard in pairs)
    n, written_by_it = sum(len(said) for said, _ in pairs), sum(len(heard) for _, heard in pairs)
    mean = sum(edits(said, heard) / len(said) for said, heard in pairs) / len(pairs)
    unlike, whole = _as_written(everything(work))
    known = [
        Known(
            unlike / whole,
            "You compared the texts as they are written: a capital or a comma counts as an error.",
            "Use `words(...)` for both texts.",
        ),
        Known(
            mean,
            "This is the mean of six rates, so a short clip counts as much as a long one.",
            "First add up all edits and all words, then divide.",
        ),
        Known(
            count / written_by_it,
            "You divided by the number of the machine's words.",
            "Use your transcripts as the references.",
        ),
        Known(100 * count / n, "This is a percentage.", "Do not multiply by 100."),
        Known(1 - count / n, "This is the share of right words.", "Return the share of errors."),
        Known(float(count), "This is the number of edits.", "Divide by the words of the references."),
    ]
    close(
        "automatic_wer",
        value,
        count / n,
        tolerance=1e-6,
        known=known,
        why="In a mean of rates, one short clip can decide the result.",
    )
    return Passed(value, note=f"{count} edits over {n} words.")


def _as_written(texts: dict[str, str]) -> tuple[int, int]:
    """Return the edits and the words of the references if the texts are only split at spaces."""
    pairs = [(text.split(), clips()[one]["automatic"].split()) for one, text in texts.items()]
    return sum(edits(said, heard) for said, heard in pairs), sum(len(said) for said, _ in pairs)


@check("harm")
def costly_errors_are_found(work: Work) -> Passed:
    """For at least five of the six clips, `harm` names a word whose loss changes what the speaker wants."""
    form, example = "a dict from clip to word", 'such as {"id": "word", ...}'
    given = work.mapping("harm", styles(work), wanted=form, example=example)
    if other := [one for one, word in given.items() if not isinstance(word, str)]:
        raise Failed(
            f"`harm` has {given[other[0]]!r} for {other[0]!r}, which is not a word.",
            advice=f"Make `harm` {form}, {example}.",
        )
    faults = {one: fault for one in styles(work) if (fault := _harm_fault(work, one, given.get(one, "")))}
    n = len(styles(work))
    first = next(iter(faults.items()), ("", ("", "")))
    return settle(
        n - len(faults),
        Bands(5, 4),
        f"{n - len(faults)} of {n} clips have a costly error named. {first[0]}: {first[1][0]}"
        if faults
        else f"{n} of {n} clips have a costly error named.",
        mistakes=[],
        why=first[1][1]
        or "One number for all errors hides the few errors that make somebody do the wrong thing.",
        advice="Imagine that you only read the automatic transcript. What would you do that the caller did not want?",
        expected="at least 5 of 6",
    )


def _harm_fault(work: Work, clip: str, given: str) -> tuple[str, str] | None:
    """Return what is wrong with the word named for a clip, and why that matters; None if nothing is."""
    word, said = " ".join(words(given)), gold(clip, styles(work)[clip])
    missed = differences(said, words(clips()[clip]["automatic"]))
    if not word:
        return "no word is given.", ""
    if word in clips()[clip]["harm"]:
        return None
    if word in {one.written for one in missed} and word not in said:
        return f'"{given}" is what the machine wrote, not what was said.', ""
    if word not in {one.said for one in missed}:
        return f'the machine did not get "{given}" wrong.', ""
    return (
        f'a reader would correct "{given}" without noticing.',
        "A spelling error looks bad but costs little. A lost *not* or a lost number is easy to miss and costs a "
        "lot.",
    )
