"""Wrong answers to "First shift": each cell runs after the solution, and its first lines say what must come back."""

# %% a-label-of-its-own
# expect: what-may-not-be-used-is-skipped failed "not in the task's list"
# expect: every-item-is-settled failed "not in the task's list"
from pathlib import Path

journal = Path("first-shift.annotations.jsonl")
spoiled = journal.read_text("utf-8").replace('"label": "drop"', '"label": "reject"')
journal.write_text(spoiled, "utf-8")


# %% assistant-as-a-trade-flagged
# expect: nothing-usable-is-skipped failed "You skipped an item because of the word *assistant* or *model*"
TRADE = items[items["prompt"].str.contains("dental assistant|language model|library assistant")][
    "id"
].tolist()
work = write_labels(
    {one: "about the assistant" if one in TRADE else verdict for one, verdict in mine.items()}
)


# %% bad-ones-skipped
# expect: nothing-usable-is-skipped failed "No skip rule fits most of these items"
# expect: labels-follow-the-guideline failed "You gave no label to"
DOUBTFUL = items[
    items["text"].str.contains("Sydney|Venus|Michelangelo|2 hours|32 whole|of course|0.35|six days|400 g")
]
work = write_labels(
    {
        one: "upsetting" if one in set(DOUBTFUL["id"]) or verdict == "edit" else verdict
        for one, verdict in mine.items()
    }
)


# %% by-length
# expect: labels-follow-the-guideline failed "you judged by length"
# expect: each-line-is-used failed "line 3: 0 of"
usable = [one for one in items["id"] if mine[one] not in REASONS]
words = items.set_index("id")["text"].str.split().str.len()[usable].sort_values(kind="stable")
ranks = {
    one: ("drop", "edit", "keep")[int(place / (len(usable) / 3))] for place, one in enumerate(words.index)
}
work = write_labels({**mine, **ranks})


# %% changed-all-offers
# expect: the-changed-items-are-found failed "You named every item with an offer of help"
OFFER = "Let me know|Feel free|Would you like|happy to|Shall I|anything else"
changed = items[items["text"].str.contains(OFFER)]["id"].tolist()


# %% changed-everything-under-edit
# expect: the-changed-items-are-found failed "You named every item with the label *edit*"
changed = [one for one, verdict in mine.items() if verdict == "edit"]


# %% changed-ids-of-somebody-else
# expect: the-changed-items-are-found failed "not among your twenty items"
changed = [*changed, "pr-99"]


# %% changed-one-missing
# expect: the-changed-items-are-found failed "An item to which the changed rule applies is missing"
changed = changed[:1]


# %% every-fault-dropped
# expect: labels-follow-the-guideline failed "You gave *drop* for faults that need only *edit*"
# expect: each-line-is-used failed "line 4: 0 of"
work = write_labels({one: "drop" if verdict == "edit" else verdict for one, verdict in mine.items()})


# %% everything-kept
# expect: labels-follow-the-guideline failed "you took the first option each time"
# expect: each-line-is-used failed "line 3: 0 of"
work = write_labels({one: verdict if verdict in REASONS else "keep" for one, verdict in mine.items()})


# %% facts-and-limits-unchecked
# expect: labels-follow-the-guideline failed "You believed facts and sums because the response sounds sure"
# expect: each-line-is-used failed "line 3: 0 of"
work = write_labels({one: "keep" if verdict == "drop" else verdict for one, verdict in mine.items()})


# %% famous-name-flagged
# expect: nothing-usable-is-skipped failed "You took a famous name for personal data"
FAMOUS = items[items["prompt"].str.contains("Curie|Darwin|Frankenstein")]["id"].tolist()
work = write_labels({one: "personal data" if one in FAMOUS else verdict for one, verdict in mine.items()})


# %% famous-name-skipped-for-another-reason
# expect: nothing-usable-is-skipped failed "No skip rule fits most of these items"
FAMOUS = items[items["prompt"].str.contains("Curie|Darwin|Frankenstein")]["id"].tolist()
work = write_labels({one: "not English" if one in FAMOUS else verdict for one, verdict in mine.items()})


# %% first-impressions
# expect: items-are-read failed "took less time than it takes to look at them"
# expect: labels-follow-the-guideline failed "labels agree with the reviewed labels"
# expect: each-line-is-used failed "Too few labels are right"
order = ["keep", "drop", "edit"]
work = write_labels(
    {
        one: verdict if verdict in REASONS else order[place % 3]
        for place, (one, verdict) in enumerate(mine.items())
    },
    seconds=1.5,
)


# %% german-prompt-scored
# expect: what-may-not-be-used-is-skipped failed "You judged the response, but here the language of the prompt"
work = write_labels({one: "keep" if verdict == "not English" else verdict for one, verdict in mine.items()})


# %% invented-person-flagged
# expect: nothing-usable-is-skipped failed "You took an invented person, or an office's own number, for"
INVENTED = items[items["prompt"].str.contains("detective|switchboard|Invent a customer")]["id"].tolist()
work = write_labels({one: "personal data" if one in INVENTED else verdict for one, verdict in mine.items()})


# %% limits-not-counted
# expect: labels-follow-the-guideline failed "You did not check the limits in the prompt:"
# expect: each-line-is-used failed "line 4: 0 of"
offers = items.set_index("id")["text"].str.contains(
    "Let me know|Feel free|Would you like|happy to|Shall I|anything else"
)
work = write_labels(
    {one: "keep" if verdict == "edit" and not offers[one] else verdict for one, verdict in mine.items()}
)


# %% many-upsetting
# expect: nothing-usable-is-skipped failed "No skip rule fits most of these items"
# expect: labels-follow-the-guideline passed "You gave no label to"
usable = [one for one in mine if mine[one] not in REASONS]
alike = items["prompt"].str.contains(
    "Curie|Darwin|Frankenstein|detective|switchboard|Invent|German|Translate|Latin|assistant|model"
)
ordinary = [one for one in usable if one not in set(items[alike]["id"])]
work = write_labels({one: "upsetting" if one in ordinary[:3] else verdict for one, verdict in mine.items()})


# %% no-time-taken
# expect: items-are-read failed "took less time than it takes to look at them"
work = write_labels(mine, seconds=0.3)


# %% offers-kept
# expect: labels-follow-the-guideline failed "You accepted words that nobody asked for"
OFFERS = "pr-02 pr-07 pr-12 pr-13 pr-15 pr-22".split()
work = write_labels({one: "keep" if one in OFFERS else verdict for one, verdict in mine.items()})


# %% own-taste
# expect: labels-follow-the-guideline failed "You labelled by your own taste:"
# expect: each-line-is-used failed "line 3: 0 of"
short = items.set_index("id")["text"].str.len() < 45
liked = {one: "edit" if short[one] else "keep" for one in items["id"]}
refused = items.set_index("id")["text"].str.contains("I will not")
work = write_labels(
    {one: mine[one] if mine[one] in REASONS else ("drop" if refused[one] else liked[one]) for one in mine}
)


# %% question-to-the-assistant-scored
# expect: what-may-not-be-used-is-skipped failed "You labelled a question to the assistant about itself like any"
work = write_labels(
    {one: "keep" if verdict == "about the assistant" else verdict for one, verdict in mine.items()}
)


# %% reason-in-own-words
# expect: what-may-not-be-used-is-skipped failed "is skipped with the reason 'PII'"
work = write_labels({one: "PII" if verdict == "personal data" else verdict for one, verdict in mine.items()})


# %% scored-what-may-not-be-used
# expect: what-may-not-be-used-is-skipped failed "An item to which skip rule S"
work = write_labels({one: "keep" if verdict in REASONS else verdict for one, verdict in mine.items()})


# %% stopped-half-way
# expect: what-may-not-be-used-is-skipped failed "has no decision yet"
# expect: every-item-is-settled failed "You did not label 10 of 20 items"
half = [one for one in items["id"] if mine[one] not in REASONS][:10]
work = write_labels({one: mine[one] for one in half})


# %% telephone-number-scored
# expect: what-may-not-be-used-is-skipped failed "You missed a private person's details"
work = write_labels({one: "keep" if verdict == "personal data" else verdict for one, verdict in mine.items()})


# %% translation-flagged
# expect: nothing-usable-is-skipped failed "You skipped an item because of a foreign word"
ASKED = items[items["prompt"].str.contains("German\\?|Translate|Latin")]["id"].tolist()
work = write_labels({one: "not English" if one in ASKED else verdict for one, verdict in mine.items()})


# %% without-a-rule
# expect: labels-follow-the-guideline failed "of the guideline decides"
# expect: each-line-is-used failed "Too few labels are right"
turned = {"keep": "edit", "edit": "drop", "drop": "keep"}
usable = [one for one in mine if mine[one] not in REASONS]
work = write_labels(
    {one: turned.get(verdict, verdict) if one in usable[1::2] else verdict for one, verdict in mine.items()}
)


# %% wrong-reason
# expect: what-may-not-be-used-is-skipped failed "You were right to skip this item, but the reason sends it to"
work = write_labels({one: "not English" if verdict in REASONS else verdict for one, verdict in mine.items()})


# %% wrong-results-edited
# expect: labels-follow-the-guideline failed "You gave *edit* for wrong results"
# expect: each-line-is-used failed "line 3: 0 of"
work = write_labels({one: "edit" if verdict == "drop" else verdict for one, verdict in mine.items()})
