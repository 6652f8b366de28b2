# %% [markdown]
# # Route customer messages
#
# A web shop for household goods gets all its messages through one form. You send each message to the desk that has to
# act first, by a written guideline. Then you measure how often you agree with yourself, and you write rules that are
# missing in the guideline.
#
# Your queue has 70 places. It has 60 messages, and **ten of them come a second time**, with another id and far from
# the first time. Real projects do this too, and they also say so. Do not search for these messages, and do not go back
# to see your first label. Label the message in front of you.
#
# *All messages were written for this exercise. Shop, customers and orders are made up.*

# %%
import pandas as pd

from labelwright import exercise

ex = exercise("route-customer-messages")
messages = ex.sample()
len(messages)

# %% [markdown]
# ## The guideline, version 1
#
# Read it to the end before you label the first message. It takes five minutes.
#
# **What you label.** One message. Ask: *which desk has to act first?*
#
# | Label | Key | The desk looks after |
# | --- | --- | --- |
# | delivery | 1 | parcels that have not arrived: where, when, to which address |
# | return | 2 | goods that arrived without a fault but that the customer does not want to keep: sending back, exchanging |
# | payment | 3 | money: charges, cards, invoices, receipts, vouchers, instalments |
# | fault | 4 | goods that arrived broken, incomplete or as the wrong article, and goods that stopped working |
# | account | 5 | the customer's own account: signing in, password, stored data, newsletter |
# | other | 6 | messages for none of the five: questions before buying, praise, suggestions |
#
# **Decide in this order.** Stop at the first line that fits.
#
# 1. *Can you read it?* If not: skip it, with the reason.
# 2. *What is wanted now?* Look for the wish, not for a word, a mood or the story before it. A problem that is already
#    solved, or that belongs to another order, does not count. If the writer asks for nothing, take the problem that
#    the message reports.
# 3. *A parcel has not arrived,* and the message is about where it is, when it comes or where it goes: **delivery**,
#    even if the writer wants the money back or threatens to cancel.
# 4. *Goods arrived, and something is wrong with them:* **fault**, even if the writer wants to send them back or wants
#    the money back.
# 5. *Goods arrived without a fault, but the customer does not want to keep them:* **return**.
# 6. *Money that was taken, is owed, or cannot be paid:* **payment**.
# 7. *The customer's account or stored data:* **account**.
# 8. None of these: **other**. Before you give it, check lines 3 to 7 again.
#
# **The tie rule.** If a message has two separate wishes, take the one whose line comes first. If you still cannot
# decide, give the more likely label, press F, and write in a few words what is doubtful. You will need these notes.
#
# **Examples**
#
# | Message | Label | Why |
# | --- | --- | --- |
# | My order from the 2nd is nowhere to be seen. | delivery | line 3 |
# | The jug has a chip. I want my 30 back. | fault | line 4; the money comes later |
# | Lovely jug, wrong green. May I swap it? | return | line 5 |
# | Why is there a fee of 3 on my bill? | payment | line 6 |
# | I forgot my password. | account | line 7 |
# | Is the jug made in white? | other | line 8, a question before buying |
#
# **Counter-examples.** In each of these a word points to the wrong label.
#
# | Message | Label | What points to the wrong label |
# | --- | --- | --- |
# | I sent a jug back in May, all settled. The one of June has not come. | delivery | "sent back" is already solved (line 2) |
# | Nothing is broken. The lid is too blue, so it goes back. | return | "broken" is denied (line 2) |
# | My account at your shop is fine; the bill is not. | payment | "account" alone decides nothing (line 2) |
# | A fine jug, if one likes water on the table. | fault | "fine" is irony; it leaks (line 4) |
#
# **When to skip.** Skip only if line 1 says so. Do not skip a message because it is hard. You may skip at most three
# of the seventy.

# %% [markdown]
# ## 1. Route the messages
#
# Run the cell, click into the widget, and label with the keys 1 to 6. S skips, F flags, U undoes, G shows and hides
# the short guideline, ? lists all keys. Every action is saved at once, in `customer-messages.annotations.jsonl` next
# to this notebook. You can close the computer and continue another day: run the cell again.
#
# Take a break of five minutes after about 35 messages. Labels drift when people get tired.

# %%
task = {
    "name": "customer-messages",
    "kind": "choice",
    "question": "Which desk has to act first?",
    "labels": [
        {"name": "delivery", "key": "1", "meaning": "a parcel has not arrived"},
        {"name": "return", "key": "2", "meaning": "arrived without a fault, customer does not keep it"},
        {"name": "payment", "key": "3", "meaning": "charges, cards, invoices, vouchers"},
        {"name": "fault", "key": "4", "meaning": "arrived broken, incomplete, wrong; stopped working"},
        {"name": "account", "key": "5", "meaning": "signing in, stored data, newsletter"},
        {"name": "other", "key": "6", "meaning": "for none of the five"},
    ],
    "guideline_version": "1",
    "skip_reasons": ["cannot be read", "not English"],
}
card = """
1. Cannot be read: **skip**.
2. What does the writer want *now*? Not a word, not the mood, not the story.
3. A parcel has not arrived: **delivery**, even with "money back".
4. Goods arrived, something is wrong with them: **fault**, even with "send back".
5. Goods without a fault, customer does not keep them: **return**.
6. Money taken, owed, or that cannot be paid: **payment**.
7. Account or stored data: **account**.
8. None of these: **other**.

Two wishes: the line that comes first. In doubt: the more likely label, and flag it.
"""
work = ex.label(messages, task, guideline=card)

# %% tags=["solution"]
# Here a scripted labeller replaces a person: it knows the desk of every message of the exercise.
import json

desks = {
    "delivery": (
        "mafd68 mc1904 mf0dd0 mb8b7b m8185d m32bd4 md76dd m3b5aa m62c56 m0a39a mb2090 mabe53 m5b0da "
        "m45108 m2aaeb m668d2 m042c1 mb3cb1 m3d99e m616d5 m2b930 m37447 mbf614 m86133 mf120a mf89a0 "
        "mc6b48 m69fa8 md3293 mf3c8b mf4aca"
    ),
    "return": (
        "m60304 m71181 me671f m5d687 mcb108 m60626 m259a2 mc5e6e mcd3d1 m9d77c ma78d2 mb6e58 me6c8c "
        "mde992 mb0ca5 md40c5 m3d6dc mcde22 m72f50 m85b87 m1724f ma4ad5 mf599b m95520 mf18c1 m93102 "
        "m845da me067a"
    ),
    "payment": (
        "mad3e9 m41710 m73e9e mcc5ac ma7a99 mc3679 m25847 me3fd0 mb1247 m1f4f3 m6c575 m265a3 m4f179 "
        "ma1b8f m7fec9 m3981a mf8e01 m6f1fc m89f85 m39f03 mc5c5b m6f618 m4aad2 m6dc33 m6f9fd mf7dbe "
        "m71713 mb409e m27cc6 m87815 m1a58d"
    ),
    "fault": (
        "m76a6f m278a9 m446a1 mc75ee m0969a m8a666 m0ae7e m6e962 md8f98 m2c1f5 mbf387 m25140 m2e723 "
        "m2583f mc2155 mdb05f md43b9 me3bf0 meedf0 ma4c2b m1c20b m8aebc m471e3 m2ad74 mcb7ea ma92ea "
        "m67299 mfe98f m14e44 m47c81 m5e400"
    ),
    "account": (
        "m5cb48 m42537 ma4506 m30d42 m68e42 m3d83c me018c m14c7e mdc224 mf53e4 ma7382 mc14fd mf9c92 "
        "m640af m5dfd3 m250c5 m53c05 m39059 m62a8a m26835 mf4ac6 m1365f m86257 m9b140 m338cc m9a40a "
        "mafef8 m7011f m244aa m56c5c"
    ),
    "other": (
        "m11d92 m67fb8 ma36e7 ma0ad6 m1f519 mbc968 mcb4a3 mffbea mefaf5 mcef62 me61d7 mfab2e mb01e7 "
        "m59525 m590a3 m75a71 m4e677 meeeb8 m14138 me4d9d mf84ed mbcb45 m8acf1 macd4f m6ad82 m7bf92 "
        "m15ddd mafd55 m69109"
    ),
}
left_open = {
    ("payment", "return"): "mf7dbe m71713 mb409e",
    ("delivery", "fault"): "mf89a0 ma92ea mc6b48 m67299 m69fa8 mfe98f",
    ("delivery", "return"): "m93102 md3293 m845da",
    ("account", "payment"): "m9a40a mafef8 m27cc6",
    ("fault", "other"): "m14e44 m47c81 m5e400",
    ("other", "return"): "m7bf92 m15ddd me067a",
    ("delivery", "other"): "mf3c8b mafd55 mf4aca",
    ("other", "payment"): "m87815 m69109 m1a58d",
    ("account", "delivery"): "m7011f m244aa m56c5c",
}
by_id = {one: label for label, ids in desks.items() for one in ids.split()}
by_text = {
    text: by_id[one] for one, text in zip(messages["id"], messages["text"], strict=True) if one in by_id
}
right = {one: by_text[text] for one, text in zip(messages["id"], messages["text"], strict=True)}
seconds_showing = messages.loc[messages["text"].duplicated(), "id"].tolist()

# One message that the guideline leaves open gets its other label the second time, as from a person.
open_ids = {one: pair for pair, ids in left_open.items() for one in ids.split()}
pair_of = {
    text: open_ids[one] for one, text in zip(messages["id"], messages["text"], strict=True) if one in open_ids
}
wavering = messages[messages["id"].isin(seconds_showing) & messages["text"].isin(pair_of)].iloc[0]
right[wavering["id"]] = next(label for label in pair_of[wavering["text"]] if label != right[wavering["id"]])


def write_labels(labels, seconds=9.0, reason=""):
    """Write the journal as the widget does, and read it again; None means a skipped message."""
    lines = []
    for number, (item, label) in enumerate(labels.items()):
        line = {
            "format_version": 1,
            "id": f"scripted-{number}",
            "act": "set",
            "item": item,
            "annotator": work.annotator or "scripted",
            "task": "customer-messages",
            "seconds": seconds,
            "at": "2026-01-01T12:00:00+00:00",
        }
        done = {"status": "done", "value": {"kind": "choice", "label": label}}
        lines.append({**line, **(done if label else {"status": "skipped", "reason": reason})})
    with open("customer-messages.annotations.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    return ex.label(messages, task)


write_labels(right)
work = ex.label(messages, task)

# %%
ex.check("labels")

# %% [markdown]
# The next check asks for less, but of each desk by itself. It also looks at the time that the widget recorded. **You need
# it to pass.**

# %%
ex.check("desks")

# %% [markdown]
# ## 2. Do you agree with yourself?
#
# Do this part only after you have labelled all seventy. `mine` has your labels in the order of the queue. The messages
# that came twice are those whose text appears twice. `first` and `second` have your two labels of each, or None if you
# skipped it.

# %%
mine = work.frame().set_index("item").reindex(messages["id"])["value"].tolist()
shown = messages.assign(label=mine)
again = shown[shown["text"].duplicated()].set_index("text")["label"]
before = shown.drop_duplicates("text").set_index("text")["label"]
first, second = before.reindex(again.index), again

# %% [markdown]
# Leave out pairs if you skipped one of the two. For the rest, compute:
#
# - `same`: the share of pairs, from 0 to 1, with the same label both times;
# - `cohens_kappa`: a function that takes a DataFrame with the columns `first` and `second` and returns Cohen's kappa of
#   the two. p is the share of rows with the same label and e the agreement by chance: kappa = (p - e) / (1 - e). For e,
#   multiply for each label its share in `first` by its share in `second`, and add the products. If e is 1, kappa is
#   undefined: return `float("nan")`;
# - `self_kappa`: what your function returns for your pairs.
#
# The checks call your function with other labels too, and they look at how often you agree with yourself.

# %%
same = ...
cohens_kappa = ...
self_kappa = ...


# solution
def cohens_kappa(pairs):
    """Cohen's kappa of the columns `first` and `second`."""
    chance = sum((pairs["first"] == label).mean() * (pairs["second"] == label).mean() for label in desks)
    share = (pairs["first"] == pairs["second"]).mean()
    return (share - chance) / (1 - chance) if chance < 1 else float("nan")


def own_pairs():
    """Both labels of each message that came twice; ValueError where they are too few or all the same."""
    mine = work.frame().set_index("item").reindex(messages["id"])["value"].tolist()
    shown = messages.assign(label=mine)
    again = shown[shown["text"].duplicated()].set_index("text")["label"]
    before = shown.drop_duplicates("text").set_index("text")["label"]
    pairs = pd.DataFrame({"first": before.reindex(again.index), "second": again}).dropna()
    if len(pairs) < 8 or pairs.stack().nunique() == 1:
        raise ValueError("Kappa cannot be computed from these labels.")
    return pairs


def agree_with_self():
    """The share of pairs labelled alike, and Cohen's kappa of the two showings."""
    pairs = own_pairs()
    return (pairs["first"] == pairs["second"]).mean(), cohens_kappa(pairs)


same, self_kappa = agree_with_self()

# %%
ex.check("consistency")

# %% [markdown]
# ## 3. Write the rules that are missing
#
# Version 1 of the guideline has gaps. Ten of your sixty messages are in such a gap: two careful people can follow all
# eight lines and still give different labels. To find the gaps, look at your flags, at the messages with two different
# labels of yours, and at the confusions that the first check names.
#
# Write **two rules** for version 2, about two different pairs of labels. A rule is a mapping with five entries:
#
# | Entry | What it holds |
# | --- | --- |
# | `covers` | the two labels that people confuse, as a tuple |
# | `says` | the one of the two labels that the rule gives |
# | `text` | the rule for the next labeller: one or two English sentences, 8 to 40 words. It names the label that it gives, and it says when: it names the other label too, or uses a word of the example. It must work for new messages: no ids, no order numbers |
# | `example` | the id of one of your messages in which both labels are really possible |
# | `quote` | the words of that message that decide, at most ten |
#
# "Really possible" means: the message can be read both ways; or one of the two is your label and the other is the
# accepted one; or you gave it both labels. The shop decides which desk is the better choice, and nobody marks this.
# The checks ask whether the rule has all its parts, is about a real confusion, shows its evidence, and does not
# contradict version 1.
#
# This is how one rule looks, for a message that is not among yours ("Your page will not let me print the return label"):
#
# `{"covers": ("account", "return"), "says": "return", "text": "...", "example": "m00000", "quote": "print the return label"}`

# %%
rules = ...
# solution
texts = messages.set_index("id")["text"]


def write_rules():
    """Two rules, on the first two pairs that the guideline leaves open in these messages."""
    asked = (
        "If a message asks for both {one} and {other}, and no line decides, give {one}, because that desk can act first.",
        "Where {other} would be possible too, send the message to {one}: the writer waits for an answer from there.",
    )
    found = []
    for (one, other), ids in left_open.items():
        here = [message for message in ids.split() if message in texts.index]
        if here and len(found) < len(asked):
            quote = " ".join(texts[here[0]].split()[:4])
            text = asked[len(found)].format(one=one, other=other)
            found.append(
                {"covers": (one, other), "says": one, "text": text, "example": here[0], "quote": quote}
            )
    return found


rules = write_rules()

# %%
ex.check("amendment")

# %% [markdown]
# The next cell turns your rules into the change log of version 2. It goes into a file and, if you like, into your
# portfolio: each rule, its two labels, and the message that made it necessary.

# %%
if rules is not ...:
    lines = ["# Guideline, version 2: what changed", ""]
    for number, rule in enumerate(rules, start=1):
        lines.append(f"+ Rule {number}, {' or '.join(rule['covers'])}: {rule['text']}")
        lines.append(f'  Because of {rule["example"]}: "{rule["quote"]}"')
    with open("guideline-v2.md", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print("\n".join(lines))

# %% [markdown]
# ## Hand in
#
# The file with your labels is handed in together with the notebook. Save the notebook, and then:

# %%
ex.submit()
