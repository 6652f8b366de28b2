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
    """In your three verbatim transcripts, at most 2 % of the words differ from what the rules give."""
    return _style(
        work,
        "verbatim",
        "Whoever studies how people speak cannot get back what a transcript has smoothed away.",
    )


@check("transcripts", weight=4, after=all_six_are_finished)
def clean_keeps_the_speaker_s_words(work: Work) -> Passed:
    """In your three clean transcripts, at most 2 % of the words differ from what the rules give."""
    return _style(
        work,
        "clean",
        "Clean is a rule, not a taste: two transcribers who tidy as they like make two different data sets.",
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
    found = f"{total} of {n} words differ from what the rules of {style} give"
    return settle(
        share,
        Bands(1.0),
        f"{found}: {counts(differing)}." if total else f"{found}.",
        credit=at_most(share, full=FULL, half=HALF),
        expected=f"at most {FULL:g}; half the points up to {HALF:g}",
        mistakes=habits(work, style),
        why=why,
        advice="Read the clip with the most differences aloud from the sound script, and follow in your transcript.",
        measures=(measure,),
        note=f"{found}: {counts(differing)}." if total else "",
    )


@check("transcripts", after=all_six_are_finished)
def nothing_is_guessed(work: Work) -> Passed:
    """Where nobody can make out the words, and only there, your transcripts say `[unclear]`."""
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
        f"The places marked `[unclear]` are not those of the sound script in {', '.join(faults)}.",
        misconception="A guess of the machine was kept, or one was made: it reads like something that was said."
        if guessed
        else "`[unclear]` was written where the script has words.",
        why="A gap that is marked can be filled by somebody who knows more; a guess is never found again.",
        advice="Look for `(?)` in the script and for what stands in that place in your transcript.",
        credit=0.5 * (1 - len(faults) / len(styles(work))),
        measured=f"{len(styles(work)) - len(faults)} of {len(styles(work))}",
        expected=f"{len(styles(work))} of {len(styles(work))}",
    )


def everything_of(work: Work) -> dict[str, str]:
    """The learner's transcripts, as many as there are."""
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
        why="Offers and payments are tied to this figure; one computed otherwise cannot be compared with anybody's.",
    )


@check("wer")
def undefined_where_nothing_was_said(work: Work) -> Passed:
    """`wer` gives NaN for a reference without words."""
    return function_gives(
        work,
        "wer",
        EMPTY,
        known=EMPTY_WAYS,
        why="Silent clips are common; a 0 or an error among them spoils the mean of a whole batch without a sound.",
    )


@check("harm")
def machine_is_measured_over_all_words(work: Work) -> Passed:
    """`automatic_wer` is the machine's edits over all six clips, divided by all words of your transcripts."""
    value = work.number("automatic_wer")
    pairs = [(words(text), words(clips()[one]["automatic"])) for one, text in everything(work).items()]
    count = sum(edits(said, heard) for said, heard in pairs)
    n, written_by_it = sum(len(said) for said, _ in pairs), sum(len(heard) for _, heard in pairs)
    mean = sum(edits(said, heard) / len(said) for said, heard in pairs) / len(pairs)
    known = [
        Known(
            mean, "This is the mean of six rates: a short clip weighs as much as a long one.", "Add up first."
        ),
        Known(
            count / written_by_it,
            "This divides by the machine's words.",
            "Your transcripts are the references.",
        ),
        Known(100 * count / n, "This is a percentage.", "Leave out the factor 100."),
        Known(1 - count / n, "This is the share that is right.", "The rate counts errors."),
        Known(float(count), "This is the number of edits.", "Divide by the words of the references."),
    ]
    close(
        "automatic_wer",
        value,
        count / n,
        tolerance=1e-6,
        known=known,
        why="A mean of rates lets one short clip decide.",
    )
    return Passed(value, note=f"{count} edits over {n} words.")


@check("harm")
def costly_errors_are_found(work: Work) -> Passed:
    """`harm` names in at least five of the six clips a word whose loss changes what the speaker wants."""
    given = work.value("harm")
    if not isinstance(given, dict) or not all(isinstance(word, str) for word in given.values()):
        raise Failed("`harm` is not a mapping from clip to word.", advice='Write harm = {"id": "word", ...}.')
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
        why=first[1][1] or "One figure for all errors hides the few that make somebody do the wrong thing.",
        advice="Imagine you act on the automatic transcript alone: what would you do that the caller did not want?",
        expected="at least 5 of 6",
    )


def _harm_fault(work: Work, clip: str, given: str) -> tuple[str, str] | None:
    """What is wrong with the word named for a clip, and why that matters; None where nothing is."""
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
        f'a reader would repair "{given}" without noticing.',
        "Errors of spelling look bad and cost little; a lost negation or number reads well and costs much.",
    )
