# %% [markdown]
# # Labelling: the lesson's numbers
#
# Every number of the lesson is computed here. `said` holds the parts of the page as they come out; a test compares.

# %%
import json
from pathlib import Path

import numpy as np
import pandas as pd

from labelwright.annotations.values import Box, Span
from labelwright.quality import cohen_kappa, iou, span_scores
from labelwright.quality.calibration import acceptance, acceptance_ceiling
from labelwright.site.figures import FIRST, SECOND, axes, svg
from labelwright.site.worked_examples import dataset


def short(value, digits=3):
    """A number below 1 as the lesson prints it: no zero before the point."""
    return f"{value:.{digits}f}".removeprefix("0")


# %% [markdown]
# ## Spans: one address, and what a convention costs over all of them

# %%
addresses = dataset("us-address-spans")
texts = addresses["text"].tolist()
gold = [[Span(**span) for span in json.loads(spans)] for spans in addresses["spans"]]
n_spans = sum(map(len, gold))
place = texts.index("Drum Point Road, Deale, MD 20751")
shown = [
    f"| `{texts[place][span.start : span.end]}` | {span.start} | {span.end} | {span.label} |"
    for span in gold[place]
]
fraction = texts.index("1711 N 6th ½ St # 100")
at = texts[fraction].index("St")
at_bytes = len(texts[fraction][:at].encode())
commas = sum(text[span.end - 1] == "," for text, spans in zip(texts, gold) for span in spans)


def without_comma(text, spans):
    """Each word without the comma after it."""
    return [
        Span(start=one.start, end=one.start + len(text[one.start : one.end].rstrip(",")), label=one.label)
        for one in spans
    ]


def joined(text, spans):
    """Neighbouring words of one label as one span, as somebody marks whose unit is the name."""
    found = []
    for one in spans:
        if found and found[-1].label == one.label and one.start - found[-1].end <= 1:
            found[-1] = Span(start=found[-1].start, end=one.end, label=one.label)
        else:
            found.append(one)
    return found


def last_included(text, spans):
    """The place of the last character written as the end; a word of one character stays as it is."""
    return [Span(start=one.start, end=max(one.end - 1, one.start + 1), label=one.label) for one in spans]


tenth = iter(range(1, n_spans + 1))
READINGS = {
    "overlooks every tenth span": [[one for one in spans if next(tenth) % 10] for spans in gold],
    "leaves the comma out": [without_comma(text, spans) for text, spans in zip(texts, gold)],
    "marks names, not words": [joined(text, spans) for text, spans in zip(texts, gold)],
    "writes the last character as the end": [last_included(text, spans) for text, spans in zip(texts, gold)],
}
scores = {name: span_scores(gold, spans) for name, spans in READINGS.items()}
spans_said = [
    *shown,
    f"In `{texts[fraction]}` the word `St` starts at {at} in code points and at {at_bytes} in bytes",
    f"{len(addresses):,} real addresses, {n_spans:,} labelled words",
    f"{commas:,} of them end in a comma",
    *(f"| {name} | {short(score.strict.f1)} | {short(score.partial.f1)} |" for name, score in scores.items()),
    f"from 1 to {short(scores['leaves the comma out'].strict.f1)}",
]
assert all(one.label for spans in gold for one in spans)
assert scores["leaves the comma out"].strict.f1 < scores["overlooks every tenth span"].strict.f1

figure, ax = axes(height=3.4)
names = list(scores)[::-1]
rows = np.arange(len(names))
ax.barh(rows + 0.2, [scores[name].strict.f1 for name in names], height=0.36, color=FIRST, label="strict F1")
ax.barh(
    rows - 0.2,
    [scores[name].partial.f1 for name in names],
    height=0.36,
    color=SECOND,
    hatch="///",
    label="partial F1",
)
ax.set_yticks(rows, [name.replace(" as the end", " as\nthe end") for name in names])
ax.set_xlim(0, 1)
ax.set_xlabel("F1 against the published labels")
ax.grid(visible=True, axis="x")
ax.grid(visible=False, axis="y")
ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)

# %% [markdown]
# ## Boxes

# %%
first, moved = Box(x=0, y=0, width=10, height=10, label="a"), Box(x=5, y=5, width=10, height=10, label="a")
boxes = [
    Box(x=row.x, y=row.y, width=row.width, height=row.height, label="coin")
    for row in dataset("coin-boxes").itertuples()
]


def padded(box, by):
    """The box with `by` pixels more on each of its four sides."""
    return Box(
        x=box.x - by, y=box.y - by, width=box.width + 2 * by, height=box.height + 2 * by, label=box.label
    )


loose = {by: np.mean([iou(box, padded(box, by)) for box in boxes]) for by in (1, 3, 5)}
assert iou(first, moved) == 25 / 175
boxes_said = [
    f"have 5 × 5 = 25 in common and 100 + 100 − 25 = 175 together: IoU = {short(iou(first, moved))}",
    f"On {len(boxes)} photographed coins, about {np.median([box.width for box in boxes]):.0f} pixels wide, "
    f"a box that is 1 pixel too large on each side has a mean IoU of {short(loose[1], 2)}, "
    f"one of 3 pixels {short(loose[3], 2)} and one of 5 pixels {short(loose[5], 2)}",
]

# %% [markdown]
# ## Transcripts

# %%
reference, hypothesis = ["please", "do", "not", "send", "it"], ["please", "do", "send", "it", "it"]
best = np.zeros((len(reference) + 1, len(hypothesis) + 1), dtype=int)
best[:, 0], best[0, :] = range(len(reference) + 1), range(len(hypothesis) + 1)
for i, word in enumerate(reference, start=1):
    for j, other in enumerate(hypothesis, start=1):
        best[i, j] = min(best[i - 1, j] + 1, best[i, j - 1] + 1, best[i - 1, j - 1] + (word != other))
count = int(best[-1, -1])
wer_said = [
    f"| | {' | '.join(map(str, best[0]))} |",
    *(f"| **{word}** | {' | '.join(map(str, best[i]))} |" for i, word in enumerate(reference, start=1)),
    f"{count} edits over {len(reference)} words: WER = {short(count / len(reference), 2)}",
]
assert best[-1, 1:].tolist() == [4, 3, 2, 1, 2]

# %% [markdown]
# ## Two answers, and the human ceiling

# %%
LABELS = ["negative", "neutral", "positive"]
TWO = {"A": [1, 1, 18], "B": [9, 8, 3]}
assert acceptance(np.array(list(TWO.values())), 0.3).round().tolist() == [[0, 0, 1], [1, 1, 0]]
exercises = Path(__file__).resolve().parents[2] / "exercises"
reviews = dataset("hutto-amazon-snippets").set_index("id")
reviews = reviews.loc[pd.read_csv(exercises / "label-forty-reviews" / "pool.csv", dtype=str)["id"]]
votes = reviews[LABELS].mul(20).round().astype(int).to_numpy()
ceiling = acceptance_ceiling(votes, 0.3).mean()
length = reviews["text"].str.split().str.len().median()
ceiling_said = [
    *(f"| {name} | {' | '.join(map(str, counts))} |" for name, counts in TWO.items()),
    "eight of twenty people say neutral",
    f"For the {len(reviews)} sentences that [Label forty reviews](../exercises/label-forty-reviews.md) draws from it is {100 * ceiling:.0f} %",
    f"People read about 240 words a minute (Brysbaert, 2019). A sentence of {length:.0f} words takes {60 * length / 240:.0f} seconds",
]
assert TWO["B"][1] == 8

# %% [markdown]
# ## Oneself, twice

# %%
ratings = dataset("dawid-skene-patients")
own = ratings[ratings["observer"] == 1].pivot(index="patient", columns="occasion", values="rating")
again = [(1, 2), (1, 3), (2, 3)]
same = [np.mean(own[a] == own[b]) for a, b in again]
kappas = [cohen_kappa(own[a].tolist(), own[b].tolist()) for a, b in again]
settled = int((own.nunique(axis=1) == 1).sum())
shares = [0.25, 0.5, 0.25]
chance = sum(share * share for share in shares)
twice_said = [
    f"An anaesthetist rated {len(own)} patients' forms three times, several weeks apart (Dawid and Skene, 1979). "
    f"Any two of the three agree on {100 * min(same):.0f} to {100 * max(same):.0f} % of the forms, with a kappa of "
    f"{short(min(kappas), 2)} to {short(max(kappas), 2)}. All three agree on {settled} of {len(own)}",
    f"Then p is .75, e is .0625 + .25 + .0625 = {short(chance)}, and kappa is .375/.625 = {short((0.75 - chance) / (1 - chance), 2)}",
]

said = [*spans_said, *boxes_said, *wer_said, *ceiling_said, *twice_said]
quoted = [
    "It takes about 60 minutes",
    "Offsets are numbered from 0",
    "| Word | Start | End | Label |",
    "IoU is 1 where the boxes are the same and 0 where they do not touch",
    "Two boxes of 10 × 10 pixels, one moved by 5 to the right and 5 down",
    "a customary bound for a hit is an IoU of .5 (Everingham and others, 2010)",
    "WER is 0 where all words are the same, and can rise above 1",
    "(Levenshtein, 1966)",
    "from -4 to +4",
    "(Cohen, 1960)",
    "κ = (p − e) / (1 − e)",
    "agree on 30 of 40 items, and each uses the three labels with the shares .25, .50 and .25",
    "Is an IoU of .67 a careless box",
]
figures = {
    "boundaries": svg(
        figure,
        "What a boundary convention costs",
        "Four readings of the same addresses, each with a bar for strict and for partial F1. Overlooking every tenth span "
        "costs less than leaving out commas, marking names, or writing the last character as the end.",
    )
}
