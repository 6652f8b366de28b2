"""Checks for corrected transcripts, a word error rate written from scratch, and the errors that it weighs too lightly."""

from __future__ import annotations

from labelwright.checks import (
    Bands,
    Failed,
    Measure,
    Passed,
    Work,
    all_labelled,
    at_most,
    check,
    enough_time,
    function,
    number,
    settle,
)

from .draw import STYLES, transcript, words
from .transcripts import (
    annotations,
    away,
    breaches,
    clips,
    counts,
    differences,
    gold,
    habits,
    share_away,
    styles,
    written,
)

FULL, HALF = 0.02, 0.06
MOST_AWAY = 0.4
"""The text of the machine, the sound script and the other style are nearer than this; half of a transcript is not."""


@check("transcripts")
def all_six_are_finished(work: Work) -> Passed:
    """All six clips have a transcript, three in each style."""
    return all_labelled(
        [one for style in STYLES for one in annotations(work, style)], list(styles(work)), most_skipped=0
    )


@check("transcripts", after=all_six_are_finished)
def clips_are_listened_to(work: Work) -> Passed:
    """You took the time to correct: half a second for each word, in half of the clips or more."""
    least = {one: len(gold(one, style)) / 2 for one, style in styles(work).items()}
    done = [one for style in STYLES for one in annotations(work, style)]
    return enough_time(done, least, doing="Correcting one of them, at two words a second,")


@check("transcripts", after=clips_are_listened_to)
def words_are_those_of_the_clips(work: Work) -> Passed:
    """In each style, at most 40 % of the words differ from the transcript by the rules."""
    shares = {style: share_away(work, style) for style in STYLES}
    far = [style for style, share in shares.items() if share > MOST_AWAY]
    if not far:
        return Passed("2 of 2 styles")
    raise Failed(
        " ".join(f"In the {style} clips, {shares[style]:.0%} of the words differ." for style in far),
        why="The text of the machine is nearer to the recording than this. Nobody can use such a transcript.",
        advice="Start from the text of the machine, and correct it word by word.",
        measured=f"{2 - len(far)} of 2 styles",
        expected="2 of 2 styles",
    )


@check("transcripts", weight=4, after=words_are_those_of_the_clips)
def verbatim_is_as_said(work: Work) -> Passed:
    """In your three verbatim transcripts, at most 2 % of the words differ from the transcript by the rules."""
    return _style(
        work,
        "verbatim",
        "People who study speech cannot get back the words that a transcript leaves out.",
    )


@check("transcripts", weight=4, after=words_are_those_of_the_clips)
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


@check("transcripts", after=words_are_those_of_the_clips)
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


# The two pairs with "prediction" and "sample" are the worked examples of the metric card "WER" in Hugging Face's evaluate.
PAIRS = (
    ("this is the reference", "this is the prediction", ""),
    ("there is another one", "there is an other sample", "two words for one"),
    ("where is my lamp", "where is my lamp", ""),
    ("Where's my lamp?", "where\N{RIGHT SINGLE QUOTATION MARK}s my lamp", "capitals and signs only"),
    ("twenty-one lamps [cough]", "Twenty one lamps. Cough", "capitals and signs only"),
    ("Please wait, Ms Lee", "please wait ms lee", "capitals and signs only"),
    ("i want to return the lamp", "want to return the lamp", "the first word is left out"),
    ("we waited for an hour", "so we waited for an hour", "a word is put in at the front"),
    ("it is very very late", "it is very late", "a word that appears twice"),
    ("not today but tomorrow", "tomorrow but not today", "the same words in another order"),
    ("you can", "can you", "two words exchanged"),
    ("please send me it back now", "please send it me back", ""),
    ("a very very good lamp", "a very so good lamp", ""),
    ("no", "no i do not", "more words put in than were said"),
    ("send it back please", "", "nothing was written"),
    ("a b c d e f g", "b c x e f y g h", ""),
    ("the cat sat on the mat", "on the mat the cat sat", ""),
    # On these, ways that match equal words one after the other, as difflib does, find too many edits.
    ("can can can", "we will can", ""),
    ("yes yes no", "no but no", ""),
    ("well yes well", "yes or well", ""),
    ("go go now", "please go now", ""),
    ("one two five", "six six six seven five one", ""),
    ("no it no", "so it no", ""),
)
EMPTY = (
    ("", "hello", "a reference without a word"),
    ("", "", "two texts without a word"),
    ("... ?", "hello there", "a reference of signs only"),
)


def pairs(work: Work) -> list[tuple[str, str]]:
    """Return the pairs of texts, and two of the learner's own clips."""
    own = list(styles(work))[:2]
    return [
        *(pair[:2] for pair in PAIRS),
        *((transcript(clips()[one]["said"], "verbatim"), clips()[one]["automatic"]) for one in own),
    ]


fewest_edits_over_the_reference = function(
    "wer",
    "wer",
    "gives the fewest word edits, divided by the number of words in the reference",
    inputs=pairs,
    notes=[*(note for _, _, note in PAIRS), "one of the clips", "one of the clips"],
    half=0.75,
    weight=4,
    why="Offers and payments depend on this rate. If you compute it in another way, nobody can compare it.",
)
undefined_where_nothing_was_said = function(
    "wer",
    "wer",
    "returns NaN for a reference without words",
    inputs=[pair[:2] for pair in EMPTY],
    notes=[note for _, _, note in EMPTY],
    why="Silent clips are common. A 0 or an error for one of them makes the mean of a whole batch wrong, and "
    "nobody notices.",
)


machine_is_measured_over_all_words = number(
    "harm",
    "automatic_wer",
    "the number of the machine's edits in all six clips, divided by the number of words in your transcripts",
    after=all_six_are_finished,
    why="In a mean of rates, one short clip can decide the result.",
)


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
