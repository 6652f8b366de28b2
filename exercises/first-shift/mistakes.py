"""Ways in which a first shift goes wrong, recognised in the learner's own labels."""

from __future__ import annotations

from collections import Counter

from labelwright.checks import FoundItems, KnownLabels, Work

from .reviewed import given, gold, labels, mine, to_skip

RULES = {
    "personal data": (
        "S1",
        "A private person's details were passed over. They may stand in the prompt or in the response, and the "
        "response may be faultless.",
        "A telephone number that a model has learned can end in its answers to strangers. No label repairs that.",
    ),
    "not English": (
        "S2",
        "The response was judged, where the language of the prompt decides. A good answer does not make the item usable.",
        "A project in one language has nobody who checks the others, so mistakes in them stay.",
    ),
    "about the assistant": (
        "S3",
        "A question to the assistant about itself was scored like any other. A good answer does not make the item usable.",
        "What a model says of itself is decided by its makers. Copied from examples, it tells of another model.",
    ),
}
ALARMS = {
    "famous": "A famous name was taken for personal data. Famous people are exempt from S1.",
    "invented": "An invented person, or an office's own number, was taken for personal data. Both are exempt from S1.",
    "foreign": "A foreign word was enough for a skip. English prompts that ask about other languages are exempt from S2.",
    "helpers": "The word assistant or model was enough for a skip. Trades and such programs in general are exempt from S3.",
    "harm": "An improper request was skipped. Line 2 of the guideline judges what the response makes of it.",
}
BAD_OR_HARD = (
    "What is bad or hard was skipped. Bad responses get *drop*; doubtful items get a label and a flag."
)


def missed_rule(work: Work, missed: list[str]) -> tuple[str, str, str, str]:
    """What happened to the first item that should have been skipped: (found, misconception, why, advice)."""
    done, reason = given(work), to_skip(work)[missed[0]]
    rule, misconception, why = RULES[reason]
    again = f"Go through the twenty once more with {rule} alone, and read the prompt and the response."
    if missed[0] not in done:
        return (
            f"An item to which {rule} applies has no decision yet.",
            "",
            why,
            "Finish the twenty first: N goes to the next open one.",
        )
    made = done[missed[0]]
    if made.status == "skipped":
        return (
            f"An item to which {rule} applies is skipped with the reason '{made.reason or 'none'}'.",
            "The item was rightly stopped, and the reason sends it to the wrong desk.",
            "The reason decides who looks at the item next: a privacy team, translators, or the makers of the model.",
            "Press S on each skipped item again, and choose the reason by its rule.",
        )
    return (
        f"An item to which {rule} applies carries the label '{labels(work)[missed[0]]}'.",
        misconception,
        why,
        again,
    )


def false_alarm(work: Work, skipped: list[str]) -> str:
    """Why usable items were skipped: the look-alike that was taken for the real thing, or what most of them are."""
    strata = [mine(work)[one]["stratum"] for one in skipped]
    alike = [stratum for stratum in strata if stratum in ALARMS]
    return ALARMS[alike[0]] if 2 * len(alike) >= len(strata) else BAD_OR_HARD


def known_labels(work: Work) -> list[KnownLabels]:
    """Whole wrong answers that are understood, computed for the learner's twenty items; the most telling first."""
    rows, right = mine(work), gold(work)
    taste = {one: rows[one]["taste"] for one in right}
    return [
        KnownLabels(
            taste,
            "Your own taste was labelled: what is friendly and fluent is kept, and what is short is not. The guideline "
            "says under *What does not count* that neither length nor warmth counts.",
            "Cover the label, name the line of the guideline that settles the item, and only then decide.",
        ),
        KnownLabels(
            by_length(work),
            "The longer a response is, the better its label: length was judged.",
            "Ask of a short response what is missing, and of a long one what is wrong.",
        ),
        KnownLabels(
            {one: "drop" for one, accepted in right.items() if accepted[0] == "edit"},
            "Every fault became *drop*, as if there were two labels.",
            "Line 3 asks for the main job alone. Where that is done and right, the worst label is *edit*.",
        ),
        KnownLabels(
            {one: "edit" for one, accepted in right.items() if accepted[0] == "drop"},
            "Wrong results became *edit*: that an editor could put them right is no reason.",
            "Line 3 stands before line 4: ask first whether the main job is done and right.",
        ),
        KnownLabels(
            {one: "keep" for one, row in rows.items() if row["stratum"] == "polished"},
            "Facts and sums were taken on trust where the response sounds sure.",
            "Work out every sum yourself, and read the prompt again for what it says.",
        ),
        KnownLabels(
            {one: "keep" for one, row in rows.items() if row["stratum"] == "limit"},
            "The stated limits were not counted: right content was enough.",
            "Underline every limit in the prompt, and count words, items, lines and sentences.",
        ),
        KnownLabels(
            {one: "keep" for one, row in rows.items() if row["stratum"].startswith("offer")},
            "Version 1.0 was read like version 1.1, or line 5 was left out: words that nobody asked for were let pass.",
            "Read the last sentence of each response, and ask who asked for it.",
        ),
    ]


def weakest_line(work: Work) -> str:
    """Advice by the line of the guideline that settles most of the items labelled otherwise; empty where there is none."""
    rows, right = mine(work), gold(work)
    wrong = Counter(
        rows[one]["line"] for one, label in labels(work).items() if one in right and label not in right[one]
    )
    if not wrong:
        return ""
    line, often = max(wrong.items(), key=lambda pair: (pair[1], -pair[0]))
    return (
        f"{often} of the {sum(wrong.values())} labels that differ are on items that line {line} of the guideline settles. "
        "Go through your items once more with that line alone."
    )


def by_length(work: Work) -> dict[str, str]:
    """The labels that length alone gives: the longest third is kept, the shortest third dropped."""
    words = work.sample.set_index("id")["text"].str.split().str.len()[list(gold(work))]
    ranked = list(words.sort_values(kind="stable").index)
    third = len(ranked) / 3
    return {one: ("drop", "edit", "keep")[int(place / third)] for place, one in enumerate(ranked)}


def change_mistake(work: Work, named: list[str], found: FoundItems) -> tuple[str, str]:
    """Which known mistake a list of changed items is: (misconception, advice)."""
    rows = mine(work)
    strange = [one for one in named if one not in rows]
    if strange:
        return (
            "Some of these are not among your twenty items.",
            "Copy the ids from the list that the cell prints.",
        )
    offers = {one for one, row in rows.items() if row["stratum"].startswith("offer")}
    edits = {one for one, label in labels(work).items() if label == "edit"}
    if set(named) == offers:
        return (
            "Every item with an offer of help is named. One of them has another fault, which version 1.1 leaves as it is.",
            "Go through lines 3 and 4 for each of them as if the offer were allowed.",
        )
    if len(named) > len(offers) and edits and set(named) >= edits:
        return (
            "Everything under *edit* is named, as if the label had changed and not a rule.",
            "Ask of each item which line gave it its label. Only line 5 has changed.",
        )
    if found.extra:
        return (
            "",
            "Ask of each item you name: which line settles it now, and which label does that line give?",
        )
    return (
        "An item to which the changed rule applies is missing.",
        "Read the last sentence of all twenty responses.",
    )
