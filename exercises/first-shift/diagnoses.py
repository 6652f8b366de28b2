"""Common mistakes of a first shift, recognised in the learner's own labels."""

from __future__ import annotations

from collections import Counter

from labelwright.checks import FoundItems, KnownLabels, Work

from .reviewed import UPSETTING, given, gold, labels, mine, to_skip

RULES = {
    "personal data": (
        "S1",
        "You missed a private person's details. They can be in the prompt or in the response. Even a perfect "
        "response does not make the item usable.",
        "A model can learn a telephone number and give it to strangers. No label can prevent that.",
    ),
    "not English": (
        "S2",
        "You judged the response, but here the language of the prompt decides. A good answer does not make the item "
        "usable.",
        "A project in one language has nobody who checks other languages, so mistakes in them stay in the data.",
    ),
    "about the assistant": (
        "S3",
        "You labelled a question to the assistant about itself like any other item. A good answer does not make the "
        "item usable.",
        "The makers of a model decide what it says about itself. If it copies these examples, it describes another "
        "model.",
    ),
}
ALARMS = {
    "famous": "You took a famous name for personal data. Famous people are exempt from S1.",
    "invented": "You took an invented person, or an office's own number, for personal data. Both are exempt from S1.",
    "foreign": "You skipped an item because of a foreign word. English prompts that ask about other languages are exempt "
    "from S2.",
    "helpers": "You skipped an item because of the word *assistant* or *model*. Jobs with that name, and questions about "
    "such programs in general, are exempt from S3.",
    "harm": "You skipped a harmful or improper request. It needs a label: line 2 of the guideline judges how the "
    "response deals with it.",
}
ALARM_REASONS = {
    "famous": "personal data",
    "invented": "personal data",
    "foreign": "not English",
    "helpers": "about the assistant",
}
"""The reason that goes with a look-alike; with another reason, something else was meant."""
NO_RULE_FITS = (
    "No skip rule fits most of these items. A bad response gets *drop*. If an item is hard or you are in doubt, give it a "
    "label and a flag."
)


def missed_rule(work: Work, missed: list[str]) -> tuple[str, str, str, str]:
    """Return what happened to the first item that should have been skipped: (found, misconception, why, advice)."""
    done, reason = given(work), to_skip(work)[missed[0]]
    rule, misconception, why = RULES[reason]
    again = (
        f"Go through the twenty items again and think only of skip rule {rule}. Read both the prompt and the "
        "response."
    )
    if missed[0] not in done:
        return (
            f"An item to which skip rule {rule} applies has no decision yet.",
            "",
            why,
            "Finish the twenty items first. The key N goes to the next open item.",
        )
    made = done[missed[0]]
    if made.status == "skipped":
        return (
            f"An item to which skip rule {rule} applies is skipped with the reason '{made.reason or 'none'}'.",
            "You were right to skip this item, but the reason sends it to the wrong team.",
            "The reason decides who looks at the item next: a privacy team, translators, or the makers of the model.",
            "On each skipped item, press S again and choose the reason that its rule names.",
        )
    return (
        f"An item to which skip rule {rule} applies has the label '{labels(work)[missed[0]]}'.",
        misconception,
        why,
        again,
    )


def false_alarm(work: Work, skipped: list[str]) -> str:
    """Return why usable items were skipped: the look-alike that was mistaken for a real case, or what most of them
    are."""
    reasons = [(mine(work)[one]["stratum"], given(work)[one].reason.strip().casefold()) for one in skipped]
    alike = [
        stratum
        for stratum, reason in reasons
        if stratum in ALARMS and ALARM_REASONS.get(stratum, reason).casefold() == reason
    ]
    return ALARMS[alike[0]] if 2 * len(alike) >= len(reasons) else NO_RULE_FITS


def known_labels(work: Work) -> list[KnownLabels]:
    """Return whole wrong answers that are recognised, computed for the learner's twenty items, the most specific
    first."""
    rows, right = mine(work), gold(work)
    taste = {one: rows[one]["taste"] for one in right}
    return [
        KnownLabels(
            taste,
            "You labelled by your own taste: you kept friendly, fluent responses and did not keep short ones. The "
            "guideline says under *What does not count* that length and warmth do not count.",
            "For each item, first name the line of the guideline that decides it. Then choose the label.",
        ),
        KnownLabels(
            by_length(work),
            "The longer a response is, the better its label: you judged by length.",
            "For a short response, ask what is missing. For a long response, ask what is wrong.",
        ),
        KnownLabels(
            {one: "drop" for one, accepted in right.items() if accepted[0] == "edit"},
            "You gave *drop* for faults that need only *edit*.",
            "Give *edit* if the main job is done and right and only something small is wrong. Line 3 is only about "
            "the main job.",
        ),
        KnownLabels(
            {one: "edit" for one, accepted in right.items() if accepted[0] == "drop"},
            "You gave *edit* for wrong results. It does not matter that an editor could correct them.",
            "Line 3 comes before line 4. First ask whether the main job is done and right.",
        ),
        KnownLabels(
            {one: "keep" for one, row in rows.items() if row["stratum"] == "polished"},
            "You believed facts and sums because the response sounds sure.",
            "Do every sum yourself, and compare every fact with the prompt.",
        ),
        KnownLabels(
            {one: "keep" for one, row in rows.items() if row["stratum"] == "limit"},
            "You did not check the limits in the prompt: you accepted every response with the right content.",
            "Find every limit in the prompt. Then count the words, items, lines or sentences of the response.",
        ),
        KnownLabels(
            {one: "keep" for one, row in rows.items() if row["stratum"].startswith("offer")},
            "You accepted words that nobody asked for. Version 1.0 does not allow them (line 5); only version 1.1 "
            "changes that.",
            "Read the last sentence of each response. Did the prompt ask for it?",
        ),
    ]


def weakest_line(work: Work) -> str:
    """Return advice by the line of the guideline that decides most of the wrongly labelled items, or ""."""
    rows, right = mine(work), gold(work)
    wrong = Counter(
        rows[one]["line"] for one, label in labels(work).items() if one in right and label not in right[one]
    )
    if not wrong:
        return ""
    line, often = max(wrong.items(), key=lambda pair: (pair[1], -pair[0]))
    return (
        f"{often} of the {sum(wrong.values())} wrong labels are on items that line {line} of the guideline decides. "
        "Go through your items again with only that line in mind."
    )


KEPT = {
    3: "You believed facts and sums because the response sounds sure.",
    4: "You did not check the limits in the prompt: you accepted every response with the right content.",
    5: "You accepted words that nobody asked for. Version 1.0 does not allow them (line 5).",
}
"""What it shows if the wrongly labelled items of a line are all kept."""


def by_line(work: Work) -> dict[int, tuple[list[str], int]]:
    """Return for each line of the guideline the items without a right label, and how many items it decides.

    An item that was skipped because it upset the learner is left out.
    """
    found: dict[int, tuple[list[str], int]] = {}
    for one, right in gold(work).items():
        if given(work)[one].reason == UPSETTING:
            continue
        line = mine(work)[one]["line"]
        wrong, there = found.get(line, ([], 0))
        found[line] = (wrong if labels(work).get(one) in right else [*wrong, one], there + 1)
    return dict(sorted(found.items()))


def broken_line(work: Work) -> tuple[str, str]:
    """Return the line that is not kept on most of its items, and the misconception behind it if all of them are kept."""
    for line, (wrong, there) in by_line(work).items():
        if there >= 2 and 2 * len(wrong) > there:
            kept = {labels(work).get(one) for one in wrong} == {"keep"}
            found = f"Line {line} of the guideline decides {there} of your items, and {len(wrong)} of them do not have its label."
            return found, KEPT.get(line, "") if kept else ""
    return "", ""


def by_length(work: Work) -> dict[str, str]:
    """Return the labels that length alone gives: the longest third is kept, the shortest third dropped."""
    words = work.sample.set_index("id")["text"].str.split().str.len()[list(gold(work))]
    ranked = list(words.sort_values(kind="stable").index)
    third = len(ranked) / 3
    return {one: ("drop", "edit", "keep")[int(place / third)] for place, one in enumerate(ranked)}


def change_mistake(work: Work, named: list[str], found: FoundItems) -> tuple[str, str]:
    """Return which known mistake a list of changed items is: (misconception, advice)."""
    rows = mine(work)
    strange = [one for one in named if one not in rows]
    if strange:
        return (
            "Some of these are not among your twenty items.",
            "Copy the ids from the list that the cell above prints.",
        )
    offers = {one for one, row in rows.items() if row["stratum"].startswith("offer")}
    edits = {one for one, label in labels(work).items() if label == "edit"}
    if set(named) == offers:
        return (
            "You named every item with an offer of help. One of them has another fault, and version 1.1 does not "
            "change that fault.",
            "For each of these items, ignore the offer and check lines 3 and 4 again.",
        )
    if len(named) > len(offers) and edits and set(named) >= edits:
        return (
            "You named every item with the label *edit*. But a rule has changed, not the label.",
            "For each item, ask which line gave it its label. Only line 5 has changed.",
        )
    if found.extra:
        return (
            "",
            "For each item you name, ask: which line decides it now, and which label does that line give?",
        )
    return (
        "An item to which the changed rule applies is missing.",
        "Read the last sentence of all twenty responses.",
    )
