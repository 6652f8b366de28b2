# %% [markdown]
# # Route customer messages
#
# A web shop for household goods gets its messages through one form. You send each message to the desk that has to act
# first, by a written guideline. Then you measure how often you agree with yourself, and you write the rules that the
# guideline turned out to lack.
#
# Your queue has 70 places. It holds 60 messages, **ten of which come a second time**, under another id and far from the
# first. That is done on real projects too, and you are told so here as you would be there: do not search for them,
# and do not go back to see what you said. Label what is in front of you.
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
# **What you label.** One message, as it stands. Ask: *which desk has to act first?*
#
# | Label | Key | The desk looks after |
# | --- | --- | --- |
# | delivery | 1 | parcels that have not arrived: where, when, to which address |
# | return | 2 | goods that arrived in order and are not to be kept: sending back, exchanging |
# | payment | 3 | money: charges, cards, invoices, receipts, vouchers, instalments |
# | fault | 4 | goods that arrived broken, incomplete or as the wrong article, and goods that stopped working |
# | account | 5 | the customer's own account: signing in, password, stored data, newsletter |
# | other | 6 | what none of the five can act on: questions before buying, praise, suggestions |
#
# **Decide in this order.** Stop at the first line that fits.
#
# 1. *Can it be read?* If not: skip, with the reason.
# 2. *What is wanted now?* Look for the wish, not for a word, a mood or the story before it. What has been settled,
#    or belongs to another order, does not count. Where nothing is asked, take the problem that is reported.
# 3. *A parcel has not arrived,* and the message is about where it is, when it comes or where it goes: **delivery**, even
#    where the writer wants the money back or threatens to cancel.
# 4. *Goods arrived, and something is wrong with them:* **fault**, even where the writer wants to send them back, or wants
#    the money back.
# 5. *Goods arrived in order and are not to be kept:* **return**.
# 6. *Money that was taken, is owed, or cannot be paid:* **payment**.
# 7. *The customer's account or stored data:* **account**.
# 8. None of these: **other**. Before you give it, ask lines 3 to 7 once more.
#
# **The tie rule.** Two separate wishes in one message: the one whose line comes first. If you still cannot tell, give the
# label that you think likelier, press F, and say in a few words what is doubtful. You will need these notes.
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
# **Counter-examples.** In each of these a word pulls the wrong way.
#
# | Message | Label | What pulls the wrong way |
# | --- | --- | --- |
# | I sent a jug back in May, all settled. The one of June has not come. | delivery | "sent back" is settled (line 2) |
# | Nothing is broken. The lid is too blue, so it goes back. | return | "broken" is denied (line 2) |
# | My account at your shop is fine; the bill is not. | payment | "account" is no evidence (line 2) |
# | A fine jug, if one likes water on the table. | fault | "fine" is irony; it leaks (line 4) |
#
# **When to skip.** When line 1 says so. Being hard is no reason. At most three of the seventy may be skipped.

# %% [markdown]
# ## 1. Route the messages
#
# Run the cell, click into the widget, and label with the keys 1 to 6. S skips, F flags, U undoes, G shows and hides the
# short guideline, ? lists all keys. Every action is on disk at once, in `customer-messages.annotations.jsonl` beside this
# notebook: close the lid, run the cell again another day, and you go on where you stopped.
#
# Take a break of five minutes after about 35 messages. Labels drift when people tire.

# %%
task = {
    "name": "customer-messages",
    "kind": "choice",
    "question": "Which desk has to act first?",
    "labels": [
        {"name": "delivery", "key": "1", "meaning": "a parcel has not arrived"},
        {"name": "return", "key": "2", "meaning": "arrived in order, not to be kept"},
        {"name": "payment", "key": "3", "meaning": "charges, cards, invoices, vouchers"},
        {"name": "fault", "key": "4", "meaning": "arrived broken, incomplete, wrong; stopped working"},
        {"name": "account", "key": "5", "meaning": "signing in, stored data, newsletter"},
        {"name": "other", "key": "6", "meaning": "none of the five can act on it"},
    ],
    "guideline_version": "1",
    "skip_reasons": ["cannot be read", "not English"],
}
card = """
1. Cannot be read: **skip**.
2. What is wanted *now*? Not a word, not the mood, not the story.
3. A parcel has not arrived: **delivery**, even with "money back".
4. Goods arrived, something is wrong with them: **fault**, even with "send back".
5. Goods in order, not to be kept: **return**.
6. Money taken, owed, or that cannot be paid: **payment**.
7. Account or stored data: **account**.
8. None of these: **other**.

Two wishes: the line that comes first. In doubt: the likelier label, and flag it.
"""
work = ex.label(messages, task, guideline=card)

# %% tags=["solution"]
# A scripted labeller stands in for a person here: it knows the desk of every message of the exercise.
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


def write_labels(labels, seconds=9.0, reason=""):
    """Write the journal as the widget does, and read it again; None stands for a skipped message."""
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


work = write_labels(right)

# %%
ex.check("labels")

# %% [markdown]
# ## 2. Do you agree with yourself?
#
# Not before all seventy are labelled. `mine` holds your labels in the order of the queue. The messages that came twice
# are those whose text stands in it twice; `first` and `second` hold your two labels of each, None where you skipped.

# %%
mine = work.frame().set_index("item").reindex(messages["id"])["value"].tolist()
shown = messages.assign(label=mine)
again = shown[shown["text"].duplicated()].set_index("text")["label"]
before = shown.drop_duplicates("text").set_index("text")["label"]
first, second = before.reindex(again.index), again

# %% [markdown]
# Leave out pairs of which you skipped one. On the rest:
#
# - `same`: the share of pairs, from 0 to 1, with the same label both times;
# - `self_kappa`: Cohen's kappa of `first` and `second`. With p the value of `same` and e the agreement that chance alone
#   would give, kappa = (p - e) / (1 - e). For e, take for each label its share in `first` times its share in
#   `second`, and add the products.
#
# The check looks at both: whether you computed the two numbers rightly, and whether you agree with yourself.

# %%
same = ...
self_kappa = ...


# solution
def agree_with_self():
    """The share of pairs labelled alike, and Cohen's kappa of the two showings."""
    mine = work.frame().set_index("item").reindex(messages["id"])["value"].tolist()
    shown = messages.assign(label=mine)
    again = shown[shown["text"].duplicated()].set_index("text")["label"]
    before = shown.drop_duplicates("text").set_index("text")["label"]
    pairs = pd.DataFrame({"first": before.reindex(again.index), "second": again}).dropna()
    same = (pairs["first"] == pairs["second"]).mean()
    chance = sum((pairs["first"] == label).mean() * (pairs["second"] == label).mean() for label in desks)
    return same, (same - chance) / (1 - chance) if chance < 1 else float("nan")


same, self_kappa = agree_with_self()

# %%
ex.check("consistency")

# %% [markdown]
# ## 3. Write the rules that are missing
#
# Version 1 of the guideline leaves gaps. Ten of your sixty messages lie in one: on each, two careful people can follow all
# eight lines and part. Your flags, the messages on which you contradicted yourself, and the confusions that the first
# check names will show you where.
#
# Write **two rules** for version 2, about two different pairs of labels. A rule is a mapping with five entries:
#
# | Entry | What it holds |
# | --- | --- |
# | `covers` | the two labels that get confused, as a tuple |
# | `says` | the one of the two that the rule gives |
# | `text` | the rule for the next labeller, in 8 to 40 words. It names the label that it gives, and it must fit messages that nobody has seen: no ids, no order numbers |
# | `example` | the id of a message of yours on which these two labels are really at stake |
# | `quote` | the words of that message, at most ten, on which the rule turns |
#
# At stake means: the message can be read both ways; or your label for it is one of the two and the accepted one the
# other; or you gave it both labels. Which of the two desks is the better choice is for the shop to say, and nobody marks it.
# What is checked is that the rule has all its parts, answers a confusion that is there, shows its evidence, and does not
# overrule what version 1 already settles.
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
    found = []
    for (one, other), ids in left_open.items():
        here = [message for message in ids.split() if message in texts.index]
        if here:
            rule = f"Where both {one} and {other} could act, and the lines do not decide, give {one}."
            quote = " ".join(texts[here[0]].split()[:4])
            found.append(
                {"covers": (one, other), "says": one, "text": rule, "example": here[0], "quote": quote}
            )
    return found[:2]


rules = write_rules()

# %%
ex.check("amendment")

# %% [markdown]
# The next cell turns your rules into the change log of version 2. It goes into a file, and, if you like, into
# your portfolio: a rule, what it answers, and the message that made it necessary.

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
# The journal of your labels goes along with the notebook. Save the notebook, and then:

# %%
ex.submit()
