"""Checks for forty labelled reviews: the crowd's acceptable labels, the agreement with its majority, and the reasons."""

from __future__ import annotations

from labelwright.checks import (
    Bands,
    Failed,
    FoundItems,
    Mistake,
    Passed,
    Work,
    check,
    enough_time,
    found_items,
    number,
    reading_seconds,
    settle,
)
from labelwright.checks.compare import count_noun

from .crowd import (
    LABELS,
    accepted,
    accepted_measure,
    accepted_people,
    annotations,
    confusion,
    kappa,
    kappa_measure,
    labels,
    majority,
    ratings,
    settled,
    time_measure,
    votes,
)
from .diagnoses import cause_fault, fault_of_ids, habit, stated_causes
from .figures import has_kappa, interval_mistake, kappa_advice, share_advice
from .majorities import stated_majority, taken_for_majority

MOST_SKIPPED = 4
BANDS = ((0.08, 1.0), (0.12, 0.7), (0.20, 0.4))
"""How far below the human ceiling a share may be, and the credit that it then gets."""


@check("labels")
def every_sentence_is_settled(work: Work) -> Passed:
    """All forty sentences have a label or are skipped with a reason. At most four are skipped."""
    done, total = annotations(work), len(work.sample)
    skipped = [one for one, what in done.items() if what.status == "skipped"]
    unnamed = [one for one in skipped if not done[one].reason.strip()]
    strange = [one for one in done if one not in skipped and one not in labels(work)]
    missing = [one for one in work.sample["id"] if one not in done]
    for which, found, advice in (
        (
            missing,
            "have no label yet",
            "Run the `ex.label` cell. The widget opens at the first sentence without a label.",
        ),
        (
            strange,
            f"have a label that is not one of {', '.join(LABELS)}",
            "Label these sentences again in the widget.",
        ),
        (unnamed, "are skipped without a reason", "Press S on each of them and choose the reason."),
    ):
        if which:
            raise Failed(
                f"{len(which)} of {total} sentences {found}: {', '.join(which[:4])}{' ...' * (len(which) > 4)}",
                why="Nobody can see whether an item was forgotten or skipped, so a batch with gaps is sent back.",
                advice=advice,
                credit=0.5 * (1 - len(which) / total),
                measured=f"{total - len(which)} of {total}",
                expected=f"{total} of {total}",
            )
    if len(skipped) > MOST_SKIPPED:
        raise Failed(
            f"{len(skipped)} sentences are skipped.",
            misconception="If you skip the hard items, only easy items are left, and the batch looks better than it is.",
            why="Projects need people because of the hard items.",
            advice="Go back to these sentences, give your best label, and flag it.",
            credit=0.5,
            measured=len(skipped),
            expected=f"at most {MOST_SKIPPED}",
        )
    return Passed(f"{total} of {total}", note=f"{len(labels(work))} labelled, {len(skipped)} skipped.")


@check("labels", weight=4, after=every_sentence_is_settled)
def labels_stay_with_the_crowd(work: Work) -> Passed:
    """Your labels are acceptable to the crowd about as often as one rater's labels are to the other nineteen."""
    per_item, ceiling = accepted(work, labels(work)), accepted_people(work)
    share = float(per_item.mean())
    measured = f"{share:.1%} of {len(per_item)} labels"
    border = int(((per_item > 0) & (per_item < 1)).sum())
    from_six = "label of yours came from exactly 6 raters and counts"
    more = "labels of yours came from exactly 6 raters and count"
    in_part = f" {count_noun(border, from_six, more)} in part." if border else ""
    expected = f"at least {ceiling - BANDS[0][0]:.1%}; the human ceiling is {ceiling:.1%}"
    measures = (accepted_measure(work, per_item), *time_measure(work))
    credit = next((worth for below, worth in BANDS if share >= ceiling - below - 1e-9), 0.0)
    if credit == 1:
        return Passed(
            measured,
            expected,
            f"The raters themselves reach {ceiling:.1%} on these sentences.{in_part}",
            measures,
        )
    misconception, advice = habit(work)
    raise Failed(
        f"{share:.1%} of your labels are acceptable to the crowd. Single raters reach {ceiling:.1%}.{in_part}",
        misconception=misconception,
        why="If other people would not give these labels, a model learns the habits of one person.",
        advice=advice,
        credit=credit,
        measured=measured,
        expected=expected,
        measures=measures,
    )


LEAST_CLEAR, LEAST_OF_A_LABEL = 23 / 30, 0.5
"""Labels drawn from the raters meet both in 995 of 1,000 samples; words counted, or a lexicon's values added, in none of 160."""


@check("rules", after=every_sentence_is_settled)
def sentences_are_read(work: Work) -> Passed:
    """You took the time to read: a tenth of a second for each word, in half of the sentences or more."""
    least = {one: reading_seconds(text) for one, text in work.sample.set_index("id")["text"].items()}
    return enough_time(annotations(work).values(), least)


@check("rules", after=every_sentence_is_settled)
def clear_sentences_are_read_as_the_crowd_does(work: Work) -> Passed:
    """Where at least 14 of the 20 raters agree, at least 23 of 30 of your labels are theirs."""
    mine, theirs = labels(work), settled(work)
    hits = sum(mine[one] == label for one, label in theirs.items())
    misconception, advice = habit(work)
    return settle(
        hits / len(theirs),
        Bands(LEAST_CLEAR),
        f"{hits} of your {len(theirs)} labels of clear sentences are the crowd's label.",
        mistakes=[Mistake(misconception, advice)],
        expected="at least 23 of 30",
        why="On these sentences nearly all people agree, so they show whether your labels mean the same to other people.",
    )


@check("rules", after=every_sentence_is_settled)
def each_label_is_found(work: Work) -> Passed:
    """Of the clear sentences of each label, at least half have this label from you."""
    mine, theirs = labels(work), settled(work)
    of_label = {name: [one for one, label in theirs.items() if label == name] for name in LABELS}
    hits = {name: sum(mine[one] == name for one in ids) for name, ids in of_label.items()}
    weak = [name for name, ids in of_label.items() if hits[name] < LEAST_OF_A_LABEL * len(ids)]
    if not weak:
        return Passed("3 of 3")
    misconception, advice = habit(work)
    listed = ", ".join(f"{hits[name]} of {len(of_label[name])} that are {name}" for name in weak)
    raise Failed(
        f"Of the clear sentences you found only {listed}.",
        misconception=misconception,
        why="If one label is hardly found, a model learns that it hardly exists.",
        advice=advice,
        measured=f"{3 - len(weak)} of 3",
        expected="3 of 3",
    )


@check("agreement", weight=2)
def majority_is_counted(work: Work) -> Passed:
    """For each of your forty sentences, `crowd` has the label that most of its raters chose, or None for a tie."""
    truth = majority(work)
    given = stated_majority(work)
    missing = [one for one in truth if one not in given]
    wrong = [one for one, label in truth.items() if given.get(one) != label]
    if not wrong and not missing:
        return Passed(f"{len(truth)} of {len(truth)}")
    absent = "Its index does not have the forty ids." if missing else ""
    raise Failed(
        f"`crowd` is not the majority's label for {len(wrong)} of {len(truth)} sentences: {', '.join(wrong[:3])}.",
        misconception=absent or taken_for_majority(work, given),
        why="All later parts compare with this label.",
        advice="Count the signs of the twenty ratings. If two labels share the highest count, write None.",
        credit=0.0 if missing else max(0.0, 0.8 - 4 * len(wrong) / len(truth)),
        measured=f"{len(truth) - len(wrong)} of {len(truth)}",
        expected=f"{len(truth)} of {len(truth)}",
    )


accuracy_is_right = number(
    "agreement",
    "accuracy",
    "the share of your labels that equal the majority's label, without ties and skipped sentences",
    after=majority_is_counted,
    why="A share has a meaning only if you know which sentences it counts.",
    advice=share_advice,
    measure=lambda work, value: confusion(work),
)
kappa_is_right = number(
    "agreement",
    "kappa",
    "Cohen's kappa of your labels and the majority's labels, without ties and skipped sentences",
    after=majority_is_counted,
    why="Two labellers who do not read at all sometimes agree by chance. Kappa subtracts this agreement.",
    advice=kappa_advice,
    measure=lambda work, value: kappa_measure(work),
)


@check("agreement", after=majority_is_counted)
def interval_is_over_sentences(work: Work) -> Passed:
    """`kappa_interval` has the two ends of a 95 % bootstrap interval over sentences, each within .03."""
    found = kappa(work)
    low, high = work.interval("kappa_interval")
    gap = max(abs(low - found.low), abs(high - found.high))
    if gap <= 0.03:
        note = "Compared with an interval of 10,000 draws."
        return Passed(f"{low:.2f} to {high:.2f}", "each end within .03 of the reference", note)
    misconception, advice = interval_mistake(work, low, high, found)
    if not has_kappa(work):
        # The interval is made with the same formula, so nobody can tell a second mistake from the first.
        misconception, advice = "", "Put `kappa` right first. Then use the same function for each draw."
    raise Failed(
        f"`kappa_interval` goes from {low:.2f} to {high:.2f}.",
        misconception=misconception,
        why="Forty sentences are few. A wrong interval makes luck look like skill.",
        advice=advice,
        credit=0.5 if gap <= 0.06 else 0.0,
        measured=f"{low:.2f} to {high:.2f}",
        expected="each end within .03 of the reference for your labels",
    )


def _found_of_divided(form: str, found: FoundItems, dropped: int) -> str:
    named = len(found.hits) + len(found.extra)
    if form:
        return form
    if found.extra:
        are = "is" if len(found.extra) == 1 else "are"
        return f"{len(found.hits)} of the {named} sentences you name are among the most divided; {found.some_extra()} {are} not."
    return (
        f"{count_noun(dropped, 'sentence')} of yours only {'ties' if dropped == 1 else 'tie'} for the last place. As many "
        "sentences that are more divided are missing."
    )


@check("disagreement", weight=2)
def most_divided_are_found(work: Work) -> Passed:
    """`most_divided` names five sentences whose most frequent label was chosen by the fewest raters."""
    lead = votes(work).max(axis=1).sort_values(kind="stable")
    must, may = set(lead.index[lead < lead.iloc[4]]), set(lead.index[lead <= lead.iloc[4]])
    named = work.strings("most_divided", majority(work))
    given = list(dict.fromkeys(named))
    found = found_items(given, sorted(may))
    # Of the sentences that tie for the last place, only as many count as have a place among the five.
    hits = len(must & set(given)) + min(len((may - must) & set(given)), 5 - len(must))
    if len(given) == 5 and hits == 5:
        return Passed(
            "5 of 5", note=f"{lead.iloc[0]} to {lead.iloc[4]} of 20 raters chose the most frequent label."
        )
    widest = ratings(work).std(axis=1).sort_values(ascending=False, kind="stable").index[:5]
    spread = "These sentences have the widest spread of ratings. But +1 and +4 are far apart and still the same label."
    form, hint = fault_of_ids(work, named)
    dropped = len(found.hits) - hits
    raise Failed(
        _found_of_divided(form, found, dropped),
        misconception=spread if not form and set(given) == set(widest) else "",
        why="The sentences on which people disagree show where a guideline needs work.",
        advice=hint
        or "For each sentence, count the raters who chose the most frequent label. Take the five smallest counts.",
        credit=0.16 * hits if len(given) <= 5 else 0.0,
        measured=f"{hits} of 5",
        expected="5 of 5",
    )


@check("disagreement", weight=3)
def causes_are_shown(work: Work) -> Passed:
    """`causes` gives a cause from the list and the deciding words for three of your disagreements."""
    annotations(work)
    given = stated_causes(work)
    faults = [fault for one, pair in given.items() if (fault := cause_fault(work, one, *pair))]
    if len(given) >= 3 and not faults:
        return Passed(
            f"{len(given)} of 3",
            note="Nobody knows the true cause. Only the form and the evidence were checked.",
        )
    found, misconception = faults[0] if faults else (f"`causes` has {len(given)} of three sentences.", "")
    raise Failed(
        found,
        misconception=misconception,
        why="The person who decides a disputed item needs the place in the text, not an opinion.",
        advice="Copy the words from the sentence, and check how many raters chose each label.",
        credit=min(2, len(given) - len(faults)) / 3,
        measured=f"{len(given) - len(faults)} of {max(3, len(given))}",
        expected="3 of 3" if len(given) <= 3 else "all",
    )
