# %% [markdown]
# # Read a market claim
#
# "Earn up to 180 dollars an hour." "AI trainers start at 65,000 a year." You will meet such sentences before every project
# that you apply for. In this exercise you take eight of them apart, and then work out what three offers pay.
#
# The cards and offers were **written for this course**. Where a card names ZipRecruiter, HireArt, Deel or a study, its
# figure leans on a published one, and what the card makes of the figure is ours; the list at the end says where it
# comes from. Quillmark, Kesselbrand Data and the other firms are invented. You get cards of your own: another
# learner has other ones.

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
# Read each card and its figure. Choose what kind of number the figure **is**, whatever the card makes of it. The eight
# kinds are explained beside the card.

# %%
statistic = ex.label(claims, folder / "statistic.toml")

# %% [markdown]
# ## 2. Whom is it about?
#
# The same eight cards, another question. One question at a time keeps your eye on one thing.

# %%
population = ex.label(claims, folder / "population.toml")

# %% [markdown]
# ## 3. What does the card not say?
#
# Now several answers are possible. Choose everything that is missing, and press Enter. Some cards say all four: then
# press Enter at once.

# %%
missing = ex.label(claims, folder / "missing.toml")

# %% tags=["solution"]
# A scripted reader stands in for a person here. It knows the reviewed reading of all 24 cards.
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
# A rate is paid for some of your hours. You give all of them. The *effective* hourly pay is
#
# **all dollars paid, divided by all hours given, paid and unpaid.**
#
# An example with other numbers: 20 dollars an hour for 15 paid hours a week, and 5 unpaid hours a week. Paid are
# 20 x 15 = 300 dollars, given are 15 + 5 = 20 hours, so an hour pays 300 / 20 = 15.00 dollars.
#
# Your three offers:

# %%
for offer in offers.itertuples():
    print(f"{offer.id}: {offer.text}\n")

# %% [markdown]
# Put the effective pay of each offer into `pay`, in dollars an hour before tax. The id goes before the colon, in
# quotation marks, and Python may do the sum for you:
#
# `pay = {"offer-70": (20 * 15) / (15 + 5), "offer-71": ..., "offer-72": ...}`
#
# An answer that is off by 5 cents or less counts as right.

# %%
pay = ...
# solution
import re


def numbers(text):
    """All numbers of a text, in order, without commas in thousands."""
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def effective(text):
    """Dollars paid by hours given, for each of the three kinds of offer."""
    if "accepted task" in text:
        each, minutes, rejected, tasks, unpaid = numbers(text)
        return each * tasks * (1 - rejected / 100) / (tasks * minutes / 60 + unpaid)
    if "Before the first week" in text:
        rate, weeks, paid, unpaid, tests, training = numbers(text)
        return rate * paid * weeks / ((paid + unpaid) * weeks + tests + training)
    rate, _, paid, unpaid = numbers(text)
    return rate * paid / (paid + unpaid)


pay = {offer.id: effective(offer.text) for offer in offers.itertuples()}

# %%
ex.check("pay")

# %% [markdown]
# ## Where the figures come from
#
# Some of the cards lean on these published figures. Most were read in copies or summaries of the source, and each has a
# caveat; the page *What the work pays* of the course prints them in full, and says when each was last read.
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
# None of them says what you will earn, and neither does this exercise.

# %% [markdown]
# ## Hand in
#
# Save the notebook, and then:

# %%
ex.submit()
