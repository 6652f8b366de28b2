# %% [markdown]
# # Audit an event log
#
# A labelling tool writes a log: one line for each annotation, and each line is one JSON object. Such a file is called
# JSON Lines, or JSONL. Six annotators have marked words in short customer texts. You get 400 lines. Before the company
# pays anybody or trains a model with this log, somebody has to say which lines can be trusted. That is your job.
#
# **The data is simulated.** Nobody annotated anything: a program made the texts, the annotators and the times, and
# twelve of the 400 lines break the schema below, each in a different way. Another learner has another log.
#
# Run the cell. It writes the log into this notebook's folder, as a file in UTF-8.

# %%
from pathlib import Path

import pandas as pd

from labelwright import exercise

ex = exercise("audit-an-event-log")
log = Path("events.jsonl")
log.write_text("\n".join(ex.sample()["line"]) + "\n", encoding="utf-8")
log.read_text(encoding="utf-8").splitlines()[0]

# %% [markdown]
# ## The schema, version 1
#
# Read it to the end. A line is *sound* if it keeps all ten rules. Otherwise it is *faulty*.
#
# | Rule | What it asks |
# | --- | --- |
# | 1 | The line is one complete JSON object by the standard (RFC 8259). The standard does not allow `NaN`. |
# | 2 | It has the eleven fields in the list below, and no other field. |
# | 3 | `start` and `end` are whole numbers, `confidence` is a number, `flagged` is `true` or `false`, the other seven are texts. In JSON, 1 and 1.0 are both numbers. No field is `null`. |
# | 4 | `event_id` is not the `event_id` of an earlier line. If an id is repeated, only the later line breaks the rule. |
# | 5 | `annotator` is one of the six names of the roster, with exactly the same characters. The roster is in NFC. |
# | 6 | `label` is one of the four labels, spelled as in the list. |
# | 7 | `start` and `end` are places in `text`, counted in characters from 0; the end is not included. Start is 0 or more. End is greater than start and at most the length of the text. |
# | 8 | `confidence` is between 0 and 1, both included. |
# | 9 | `began` and `ended` are times that exist, in UTC, written as in `2024-02-28T13:06:19Z`. |
# | 10 | `ended` is not earlier than `began`. |
#
# **If a line breaks several rules, name the first of them.** Several annotators label the same item, so an `item_id`
# can appear again; no rule forbids that.

# %%
FIELDS = [
    "event_id",
    "item_id",
    "text",
    "annotator",
    "label",
    "start",
    "end",
    "confidence",
    "flagged",
    "began",
    "ended",
]
ROSTER = [
    "simulated-amélie",
    "simulated-björn",
    "simulated-chidi",
    "simulated-dóra",
    "simulated-esma",
    "simulated-françois",
]
LABELS = ["product", "place", "date", "amount"]

# %% [markdown]
# ## 1. Name every line that breaks the schema
#
# Put the faulty lines into the dict `faults`: the line's number, **counted from 1** as editors do, and the number of
# the first rule that it breaks, such as `{17: 3, 208: 7}`.
#
# A good way to work: write a function that takes one line and the set of event ids seen so far. It tests one rule
# after the other and returns the number of the first broken rule, or None. Then call it on every line. For each test,
# ask: which wrong value would it accept?
#
# `json.loads(line)` reads one line. If it cannot read the line, it raises an exception: catch it with `try` and
# `except`. You should know two more things. It accepts `NaN`, although the standard does not: give it
# `parse_constant=` with a function that raises an error. And it turns a JSON object into a dict, so that you can test
# the `type(...)` of each value.

# %%
faults = ...
# solution
import json
from datetime import datetime

TEXTS = ["event_id", "item_id", "text", "annotator", "label", "began", "ended"]


def refuse(constant):
    raise ValueError(f"{constant} is not JSON")


def is_time(text):
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").strftime("%Y-%m-%dT%H:%M:%SZ") == text
    except ValueError:
        return False


def broken_rule(line, seen):
    """The number of the first rule that the line breaks, or None."""
    try:
        event = json.loads(line, parse_constant=refuse)
    except ValueError:
        return 1
    if not isinstance(event, dict):
        return 1
    if set(event) != set(FIELDS):
        return 2
    texts = all(type(event[name]) is str for name in TEXTS)
    wholes = type(event["start"]) is int and type(event["end"]) is int
    if not (
        texts and wholes and type(event["confidence"]) in (int, float) and type(event["flagged"]) is bool
    ):
        return 3
    repeated = event["event_id"] in seen
    seen.add(event["event_id"])
    if repeated:
        return 4
    if event["annotator"] not in ROSTER:
        return 5
    if event["label"] not in LABELS:
        return 6
    if not 0 <= event["start"] < event["end"] <= len(event["text"]):
        return 7
    if not 0 <= event["confidence"] <= 1:
        return 8
    if not (is_time(event["began"]) and is_time(event["ended"])):
        return 9
    return 10 if event["ended"] < event["began"] else None


lines = log.read_text(encoding="utf-8").splitlines()
seen = set()
found = [(number, broken_rule(line, seen)) for number, line in enumerate(lines, start=1)]
faults = {number: rule for number, rule in found if rule}

# %%
ex.check("faults")

# %% [markdown]
# ## 2. Report flag rates with Wilson intervals
#
# From here on, leave out the faulty lines, and make a DataFrame of the sound lines.
#
# An annotator sets `flagged` if somebody should look at an item again. How often does each annotator do that? A share
# of about sixty events is uncertain, so report it as a 95 % interval, by Wilson's formula. With k flagged events of n,
# the share p = k / n, and z = 1.96:
#
# - middle: (p + z² / 2n) / (1 + z² / n)
# - half width: z · √( p (1 − p) / n + z² / 4n² ) / (1 + z² / n)
#
# The interval goes from the middle minus the half width to the middle plus the half width. Put it into the dict
# `flag_intervals`: the key is the annotator's name, the value is the tuple `(low, high)` of shares from 0 to 1. Look
# at the annotators with the fewest flags: what would the formula of Wald, p ± z · √( p (1 − p) / n ), say about them?

# %%
flag_intervals = ...
# solution
sound = pd.DataFrame([json.loads(line) for number, line in enumerate(lines, start=1) if number not in faults])


def wilson(k, n, z=1.96):
    p, spread = k / n, z * z / n
    middle = (p + spread / 2) / (1 + spread)
    half = z * (p * (1 - p) / n + spread / (4 * n)) ** 0.5 / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


flags = sound.groupby("annotator")["flagged"].agg(["sum", "size"])
flag_intervals = {name: wilson(row["sum"], row["size"]) for name, row in flags.iterrows()}

# %%
ex.check("intervals")

# %% [markdown]
# ## 3. Report the time per event
#
# How long does each annotator take for one event, from `began` to `ended`? Make a dict `median_seconds`: the key is
# the annotator's name, the value is the median in seconds. `pd.to_datetime` reads such times, and the difference of
# two of them has `.dt.total_seconds()`.
#
# Then also compute the mean, and decide which of the two goes into the report. Set `figure` to `"mean"` or
# `"median"`, and set `reason` to your reason:
#
# - `"breaks pull the mean"`: a few events include a break, so the mean is much longer than a usual event
# - `"smaller number"`: it makes the annotators look faster
# - `"uses every value"`: every event changes it, even a very long one
# - `"custom"`: such reports always use it

# %%
median_seconds = ...
figure = ...
reason = ...
# solution
times = pd.to_datetime(sound["ended"]) - pd.to_datetime(sound["began"])
sound["seconds"] = times.dt.total_seconds()
median_seconds = sound.groupby("annotator")["seconds"].median().to_dict()
figure = "median"
reason = "breaks pull the mean"

# %%
ex.check("speed")

# %% [markdown]
# ## Hand in
#
# Run everything again from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
