# %% [markdown]
# # Review the flagged labels
#
# A model has gone through a set of handwritten digits and flagged forty labels that it doubts. You are the person who
# decides. Some of these labels are wrong. Some are right, and the writing is unusual. And some images can be read in
# two ways, so nobody can decide them.
#
# The images are real: scans of 8 by 8 pixels by Alpaydin and Kaynak (1998), shown here smoothly at sixteen times their
# size. **The wrong labels are ours**: for some images we replaced the published label by another digit. You do not
# know how many. Another learner has other images.

# %%
import json

import numpy as np
import pandas as pd

from labelwright import exercise

ex = exercise("review-flagged-labels")
flagged = ex.sample()
flagged[["id", "label"]].head()

# %% [markdown]
# ## The guideline, version 1
#
# The widget shows the image, and the label below it. Cover the label, and read the image first: *which digit is this?* Only
# then look at the label.
#
# | Decision | Key | Choose it if |
# | --- | --- | --- |
# | fix | 1 | the image can be read, and the label is **not** a possible reading of it |
# | keep | 2 | the label is what you read |
# | ambiguous | 3 | the label is one of two or more readings that people could have with good reason |
#
# **Decide in this order.**
#
# 1. Is the label a *possible* reading? If not: **fix**.
# 2. Would most people read the label, even if the digit is untidy? Then **keep**. An image that is hard to read at
#    first is not ambiguous: move back from the screen and look again.
# 3. Otherwise **ambiguous**. Name the other reading in a note (key F) if you like. A team gives such items to a second reader
#    or keeps both readings.
#
# The model's doubt is not evidence against a label. The model doubts all forty.
#
# **How people write.** A 7 may have a bar. A 1 may have a foot or a long upstroke. A 4 may be open at the top. An 8
# may be thin, and a 9 may have a curled tail. Do not choose *ambiguous* because of a bar or a foot.

# %% [markdown]
# ## 1. Decide
#
# Run the cell, click into the widget, and decide with the keys 1, 2 and 3. U undoes, F flags. Every action is saved at
# once. The widget also records **the working time for each item**, without pauses of more than a minute. So work at
# your own speed, and without interruptions if you can.

# %%
task = {
    "name": "flagged-labels",
    "kind": "choice",
    "question": "Is the label right?",
    "labels": [
        {"name": "fix", "key": "1", "meaning": "the label is not a possible reading"},
        {"name": "keep", "key": "2", "meaning": "the label is what you read"},
        {"name": "ambiguous", "key": "3", "meaning": "the label is one of several possible readings"},
    ],
    "guideline_version": "1",
    "skip_reasons": ["picture not shown"],
}
card = """
Read the image first, then look at the label.

1. The label is not a possible reading: **fix**.
2. Most people would read the label: **keep**, even if the digit is untidy.
3. One of several possible readings: **ambiguous**.
"""
items = pd.DataFrame(
    {
        "id": flagged["id"],
        "text": "The label says: " + flagged["label"].astype(str),
        "image": flagged["image"],
    }
)
work = ex.label(items, task, guideline=card)

# %% tags=["solution"]
# Here a scripted reviewer replaces a person: it finds the published label by the image.
import zlib
from base64 import b64decode

from sklearn.datasets import load_digits

published = load_digits()
digits = {tuple(line): int(digit) for line, digit in zip(published.data, published.target)}


def read(address):
    """The published digit of a picture: its middle points are the pixels of the scan."""
    data = b64decode(address.split(",")[1])
    start = data.index(b"IDAT") + 4
    length = int.from_bytes(data[start - 8 : start - 4], "big")
    grey = np.frombuffer(zlib.decompress(data[start : start + length]), np.uint8).reshape(128, 129)[
        8::16, 9::16
    ]
    return digits[tuple(np.rint((255 - grey.astype(float)) * 16 / 255).astype(int).ravel())]


truth = [read(address) for address in flagged["image"]]
right = {
    one: "keep" if digit == label else "fix"
    for one, digit, label in zip(flagged["id"], truth, flagged["label"], strict=True)
}


def write_decisions(decisions, seconds=5.0):
    """Write the journal as the widget does; every third item takes twice as long."""
    lines = []
    for number, (item, label) in enumerate(decisions.items()):
        line = {
            "format_version": 1,
            "id": f"scripted-{number}",
            "act": "set",
            "item": item,
            "annotator": work.annotator or "scripted",
            "task": "flagged-labels",
            "seconds": seconds * (2 if number % 3 == 0 else 1),
            "at": f"2026-01-01T12:{number:02}:00+00:00",
            "status": "done",
            "value": {"kind": "choice", "label": label},
        }
        lines.append(line)
    with open("flagged-labels.annotations.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


write_decisions(right)
work = ex.label(items, task)

# %%
ex.check("decide")

# %% [markdown]
# The next check asks for less, but of wrong and right labels by themselves. It also looks at the time that the widget
# recorded. **You need it to pass.**

# %%
ex.check("rules")

# %% [markdown]
# ## 2. What is a minute worth?
#
# `done` has your decisions: `value` is the decision and `seconds` is the working time for the item.
#
# - `minutes`: the total working time for all forty, in minutes;
# - `confirmed`: the share of the forty that you decided to fix, from 0 to 1. If your decisions are right, it is the
#   *precision* of the model's list;
# - `confirmed_interval`: its 95 % Wilson interval, a tuple `(low, high)`. p is the share, n = 40 and z = 1.96. The
#   middle is (p + z²/2n) / (1 + z²/n), and the half width is z · √(p(1 - p)/n + z²/4n²) / (1 + z²/n);
# - `yield_per_minute`: how many wrong labels you found per minute of work.

# %%
done = work.frame()

# %%
minutes = ...
confirmed = ...
confirmed_interval = ...
yield_per_minute = ...
# solution


def figures():
    """Minutes, share, interval and yield of the decisions in the journal."""
    done = work.frame()
    if done["seconds"].isna().any() or done["seconds"].sum() == 0:
        raise ValueError("a decision has no working time")
    minutes = done["seconds"].sum() / 60
    fixes, n, z = (done["value"] == "fix").sum(), len(done), 1.96
    p = fixes / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return minutes, p, (middle - reach, middle + reach), fixes / minutes


minutes, confirmed, confirmed_interval, yield_per_minute = figures()

# %% [markdown]
# When people review a whole data set, they get a list that is ordered by doubt, so the first items have more errors
# than the last. Your forty items were mixed. Set `later` to what happens to the yield as a reviewer goes down an
# ordered list: `"rises"`, `"stays"` or `"falls"`.

# %%
later = ...
# solution
later = "falls"

# %%
ex.check("yield")

# %% [markdown]
# ## Hand in
#
# The file with your decisions is handed in together with the notebook. Save the notebook, and then:

# %%
ex.submit()
