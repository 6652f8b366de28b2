# %% [markdown]
# # Read a market claim
#
# "Earn up to 180 dollars an hour." "AI trainers start at 65,000 a year." You will see such sentences before every
# project that you apply for. In this exercise you analyse eight of them. Then you compute what three offers really
# pay.
#
# The cards and offers were **written for this course**. If a card names ZipRecruiter, HireArt, Deel or a study, its
# figure comes from a published one. What the card says about the figure is ours. The list at the end gives the
# sources. Quillmark, Kesselbrand Data and the other companies are invented. Another learner has other cards.

# %%
from labelwright import exercise

ex = exercise("read-a-market-claim")
cards = ex.sample()
folder = ex.file("market-claims").parent
claims = cards[cards["kind"] == "claim"].drop(columns="kind")
offers = cards[cards["kind"] == "offer"]
print(len(claims), "claims and", len(offers), "offers")

# %% [markdown]
# ## 1. Which statistic is it?
#
# Read each card and its figure. Choose what kind of number the figure **really is**, even if the card calls it
# something else. The eight kinds are explained next to the card.

# %%
statistic = ex.label(claims, folder / "statistic.toml")

# %% [markdown]
# ## 2. Whom is it about?
#
# The same eight cards with another question.

# %%
population = ex.label(claims, folder / "population.toml")

# %% [markdown]
# ## 3. What does the card not say?
#
# Now several answers are possible. Choose everything that is missing, and press Enter. Some cards give all four: then
# press Enter at once.

# %%
missing = ex.label(claims, folder / "missing.toml")

# %% tags=["solution"]
# Here a scripted reader replaces a person. It knows the reviewed reading of all 24 cards.
import json

STATISTIC = {
    "average": "claim-01 claim-11 claim-21",
    "growth": "claim-02 claim-15 claim-17",
    "joined": "claim-03 claim-05 claim-13",
    "rate on offer": "claim-04 claim-20 claim-24",
    "converted": "claim-06 claim-19 claim-22",
    "median": "claim-07 claim-18 claim-23",
    "range": "claim-08 claim-09 claim-16",
    "ceiling": "claim-10 claim-12 claim-14",
}
POPULATION = {
    "generalists": "claim-01 claim-10 claim-16 claim-22 claim-24",
    "experts": "claim-02 claim-08 claim-12 claim-19 claim-20 claim-23",
    "mixed": "claim-03 claim-05 claim-13",
    "not stated": "claim-04 claim-06",
    "crowd workers": "claim-07 claim-18",
    "all trainers": "claim-09 claim-11 claim-15 claim-17 claim-21",
    "managers": "claim-14",
}
MISSING = {
    "": "claim-01 claim-02 claim-20 claim-22 claim-23",
    "country hours": "claim-03 claim-08 claim-13",
    "date country source": "claim-04 claim-19",
    "date country source hours": "claim-05 claim-12 claim-17 claim-21",
    "date country hours": "claim-06 claim-09 claim-11 claim-14",
    "country": "claim-07 claim-18",
    "hours": "claim-10 claim-15 claim-16 claim-24",
}


def write_answers(task, answers, kind="choice", seconds=20.0):
    """Write a journal as the widget does, and read it again; an answer of a `choices` task is a list of labels."""
    lines = []
    for number, (item, answer) in enumerate(answers.items()):
        value = {"kind": kind, "labels" if kind == "choices" else "label": answer}
        line = {
            "format_version": 1,
            "id": f"scripted-{number}",
            "act": "set",
            "item": item,
            "annotator": statistic.annotator or "scripted",
            "task": f"claims-{task}",
            "seconds": seconds,
            "at": "2026-01-01T12:00:00+00:00",
            "status": "done",
            "value": value,
        }
        lines.append(json.dumps(line) + "\n")
    with open(f"claims-{task}.annotations.jsonl", "w", encoding="utf-8") as file:
        file.writelines(lines)
    return ex.label(claims, folder / f"{task}.toml")


def read_as(answers):
    """The reviewed answer for each of the learner's own claims."""
    by_card = {card: answer for answer, listed in answers.items() for card in listed.split()}
    return {card: by_card[card] for card in claims["id"]}


kinds, people = read_as(STATISTIC), read_as(POPULATION)
gaps = {card: gap.split() for card, gap in read_as(MISSING).items()}
statistic = write_answers("statistic", kinds)
population = write_answers("population", people)
missing = write_answers("missing", gaps, kind="choices")

# %%
ex.check("statistic")

# %%
ex.check("population")

# %%
ex.check("missing")

# %% [markdown]
# ## 4. What does an hour pay?
#
# A rate is paid for some of your hours, but you work all of them. The *effective* hourly pay is
#
# **all dollars that are paid, divided by all hours that you work, paid and unpaid.**
#
# An example with other numbers: 20 dollars per hour for 15 paid hours per week, and 5 unpaid hours per week. The pay
# is 20 x 15 = 300 dollars. You work 15 + 5 = 20 hours. So one hour pays 300 / 20 = 15.00 dollars.
#
# Your three offers:

# %%
for offer in offers.itertuples():
    print(f"{offer.id}: {offer.text}\n")

# %% [markdown]
# Put the effective pay of each offer into `pay`, in dollars per hour before tax. Write the id before the colon, in
# quotation marks. You can let Python do the calculation:
#
# `pay = {"offer-70": (20 * 15) / (15 + 5), "offer-71": ..., "offer-72": ...}`
#
# An answer within 5 cents counts as right.

# %%
pay = ...
# solution
import re

NAMES = {
    "In the contract": ("rate", "year", "paid", "unpaid"),
    "Before the first week": ("rate", "weeks", "paid", "unpaid", "tests", "training"),
    "accepted task": ("pay", "minutes", "rejected", "tasks", "unpaid"),
}


def read_offer(text):
    """The numbers of an offer, each with its name; the names tell the three kinds of offer apart."""
    found = [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]
    names = next(names for words, names in NAMES.items() if words in text)
    return dict(zip(names, found, strict=True))


def dollars_and_hours(n):
    """All dollars that are paid and all hours of work: of a week, or of a project with hours before its first week."""
    if "minutes" in n:
        return n["pay"] * n["tasks"] * (1 - n["rejected"] / 100), n["tasks"] * n["minutes"] / 60 + n["unpaid"]
    weeks, once = n.get("weeks", 1), n.get("tests", 0) + n.get("training", 0)
    return n["rate"] * n["paid"] * weeks, (n["paid"] + n["unpaid"]) * weeks + once


def hourly(n):
    """Dollars for one hour of work."""
    dollars, hours = dollars_and_hours(n)
    return dollars / hours


stated = {offer.id: read_offer(offer.text) for offer in offers.itertuples()}
pay = {one: hourly(n) for one, n in stated.items()}

# %%
ex.check("pay")

# %% [markdown]
# ## Where the figures come from
#
# Some of the cards use these published figures. Most were read in copies or summaries of the source, and each has
# limits. The course page *What the work pays* gives them in full, and says when each was last read.
#
# | Whom | Figure | Reported by | Read in |
# | --- | --- | --- | --- |
# | Entry-level generalists | 12.50 to 15.50 US dollars an hour: range of hourly pay | Business Insider, December 2025 | secondary source |
# | Crowd workers, all tasks | about 2 US dollars an hour: median hourly wage, unpaid time counted | ACM, 2018 | primary source |
# | Experts in medicine | 60 to more than 180 US dollars an hour: range of hourly pay | Business Insider, December 2025 | secondary source |
# | Experts in law and engineering | 80 to more than 150 US dollars an hour: range of hourly pay | Business Insider, December 2025 | secondary source |
# | All AI trainers | 64,984 US dollars a year: average yearly pay, within a range from 28,000 to 132,500 | ZDNET, undated | secondary source |
# | Managers and above | 180,000 US dollars a year: upper end of projected yearly pay | ZDNET, undated | secondary source |
# | Crowd workers | 33 % of the time: share of working time spent on unpaid tasks; counting it lowered the median hourly wage from 3.76 to 2.83 US dollars | ACM, October 2021 | primary source |
# | AI trainers hired through one platform | 283 % more: growth in the number of AI trainers from 2024 to 2025 | HR Dive, 19 March 2026 | secondary source |
#
# None of them says what you will earn. This exercise does not say it either.

# %% [markdown]
# ## Hand in
#
# Save the notebook, and then:

# %%
ex.submit()
