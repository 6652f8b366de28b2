"""Wrong answers to "Read a market claim". Each cell runs after the solution; its first lines are what the learner reads."""

# %% a-kind-of-its-own
# expect: cards-are-read failed "not in the task's list"
# expect: the-statistic-is-named not_run "waits for another check"
statistic = write_answers("statistic", {card: "minimum" for card in kinds})


# %% adverts-believed
# expect: the-statistic-is-named failed "You took the offer of one advert for what people earn"
others = [card for card, kind in kinds.items() if kind != "rate on offer"][:2]
misread = {"rate on offer": "average"}
statistic = write_answers(
    "statistic", {card: misread.get(kind, kind) for card, kind in kinds.items() if card not in others}
)


# %% average-read-as-minimum
# expect: the-statistic-is-named failed "You read an average as the least that people get, or as the pay"
misread = {"average": "range", "ceiling": "range", "converted": "average"}
statistic = write_answers("statistic", {card: misread.get(kind, kind) for card, kind in kinds.items()})


# %% currency-for-country
# expect: what-is-missing-is-named failed "You took a currency for a country"
missing = write_answers(
    "missing", {card: [gap for gap in gaps[card] if gap != "country"] for card in gaps}, kind="choices"
)


# %% every-figure-a-range
# expect: the-statistic-is-named failed "Every card has the answer 'range'"
statistic = write_answers("statistic", dict.fromkeys(kinds, "range"))


# %% everybody-a-generalist
# expect: the-people-are-named failed "Every card has the answer 'generalists'"
population = write_answers("population", dict.fromkeys(people, "generalists"))


# %% everything-missing
# expect: what-is-missing-is-named failed "By your answers, everything is missing on every card"
missing = write_answers(
    "missing", {card: ["date", "country", "source", "hours"] for card in gaps}, kind="choices"
)


# %% five-cards-of-eight
# expect: the-statistic-is-named failed "3 have no answer"
statistic = write_answers("statistic", {card: kinds[card] for card in list(kinds)[:5]})


# %% groups-taken-for-one
# expect: the-people-are-named failed "You took two groups for one"
others = [card for card, who in people.items() if who != "mixed"][:2]
population = write_answers(
    "population",
    {card: "all trainers" if who == "mixed" else who for card, who in people.items() if card not in others},
)


# %% hours-never-asked
# expect: what-is-missing-is-named failed "The words *an hour* or *a year* do not say which hours are paid"
missing = write_answers(
    "missing",
    {card: [gap for gap in gaps[card] if gap not in ("hours", "source")] for card in gaps},
    kind="choices",
)


# %% nothing-missing
# expect: what-is-missing-is-named failed "By your answers, nothing is missing on any card"
missing = write_answers("missing", {card: [] for card in gaps}, kind="choices")


# %% one-card-misread
# expect: the-statistic-is-named passed "You read an average as the least that people get, or as the pay"
# expect: the-people-are-named failed "Every card has the answer"
misread = {"average": "range"}
statistic = write_answers("statistic", {card: misread.get(kind, kind) for card, kind in kinds.items()})
population = write_answers("population", dict.fromkeys(people, "all trainers"))


# %% one-offer-left-open
# expect: the-offer-by-the-task-is-worked-out not_attempted "`pay` has nothing for 'offer-"
pay |= {one: ... for one, n in stated.items() if "minutes" in n}


# %% pay-as-a-list
# expect: the-weekly-offer-is-worked-out failed "`pay` should be a dict, but it is a list of 3 numbers"
# expect: the-offer-with-a-start-is-worked-out failed "`pay` should be a dict, but it is a list of 3 numbers"
# expect: the-offer-by-the-task-is-worked-out failed "`pay` should be a dict, but it is a list of 3 numbers"
pay = list(pay.values())


# %% products-believed
# expect: the-statistic-is-named failed "You took an hourly rate times 2,080 for what people earn in a"
others = [card for card, kind in kinds.items() if kind not in ("converted", "average", "joined")]
misread = {"converted": "average"}
statistic = write_answers(
    "statistic", {card: misread.get(kind, kind) for card, kind in kinds.items() if card not in others[:2]}
)


# %% source-demanded-in-vain
# expect: what-is-missing-is-named failed "You called the source missing on"
missing = write_answers(
    "missing",
    {
        card: sorted({*gaps[card], "source", "date"} if number % 5 else {*gaps[card], "source"})
        for number, card in enumerate(gaps)
    },
    kind="choices",
)


# %% two-studies-joined
# expect: the-statistic-is-named failed "You read figures from two studies or two groups as one range"
misread = {"joined": "range", "ceiling": "range", "converted": "rate on offer"}
statistic = write_answers("statistic", {card: misread.get(kind, kind) for card, kind in kinds.items()})


# %% rate-alone
# This is the rate for a paid hour. You left out the unpaid hours.
# Try: Add up all hours, paid and unpaid, and divide by the sum.
none = dict.fromkeys(("unpaid", "tests", "training", "rejected"), 0)
pay = {one: hourly({**n, **none}) for one, n in stated.items()}


# %% unpaid-hours-of-the-weeks-forgotten
# You left out the unpaid hours of every week.
# Try: Add the unpaid hours to the hours of each week, and divide by the sum.
pay |= {one: hourly({**n, "unpaid": 0}) for one, n in stated.items() if "minutes" in n or "weeks" in n}


# %% start-forgotten
# You left out the unpaid hours before the first week.
# Try: Add tests and training to the hours of the whole project.
pay |= {one: hourly({**n, "tests": 0, "training": 0}) for one, n in stated.items() if "weeks" in n}


# %% start-in-every-week
# You counted the hours before the first week in every week.
# Try: These hours come only once. Compute the pay and the hours of the whole project, all weeks together.
pay |= {one: hourly({**n, "weeks": 1}) for one, n in stated.items() if "weeks" in n}


# %% training-forgotten
# You counted the hours of tests, but not the hours of training.
# Try: Add both to the hours of the project.
pay |= {one: hourly({**n, "training": 0}) for one, n in stated.items() if "weeks" in n}


# %% tests-forgotten
# You counted the hours of training, but not the hours of tests.
# Try: Add both to the hours of the project.
pay |= {one: hourly({**n, "tests": 0}) for one, n in stated.items() if "weeks" in n}


# %% rejections-forgotten
# You counted rejected tasks as paid.
# Try: First multiply the tasks by the share that is accepted, then by the pay.
pay |= {one: hourly({**n, "rejected": 0}) for one, n in stated.items() if "minutes" in n}


# %% rejected-time-not-counted
# You left out the time for rejected tasks. You work this time too, without pay.
# Try: Count the minutes of all tasks, but only the pay of the accepted tasks.
pay |= {
    one: hourly({**n, "tasks": n["tasks"] * (1 - n["rejected"] / 100), "rejected": 0})
    for one, n in stated.items()
    if "minutes" in n
}


# %% minutes-added-to-hours
# You added minutes to hours.
# Try: First divide the minutes by 60.
pay |= {one: hourly({**n, "minutes": 60 * n["minutes"]}) for one, n in stated.items() if "minutes" in n}


# %% pay-of-a-week
# This is the pay for a whole week or project, not for an hour.
# Try: Divide it by all hours of that week or project.
pay = {one: dollars_and_hours(n)[0] for one, n in stated.items()}


# %% times-2080
# This is the rate times 2,080: a full year with 40 paid hours per week.
# Try: Start with the paid hours that the offer states.
none = dict.fromkeys(("unpaid", "tests", "training", "rejected"), 0)
pay = {one: 2080 * hourly({**n, **none}) for one, n in stated.items()}


# %% divided-by-the-unpaid-hours
# You divided the pay by the unpaid hours only.
# Try: Divide by the sum of paid and unpaid hours.
pay |= {one: n["rate"] * n["paid"] / n["unpaid"] for one, n in stated.items() if "rate" in n}


# %% unpaid-taken-off
# You subtracted the unpaid hours from the paid hours. They are extra hours.
# Try: Keep the pay as it is, and divide it by paid plus unpaid hours.
pay |= {one: n["rate"] * (n["paid"] - n["unpaid"]) / n["paid"] for one, n in stated.items() if "rate" in n}


# %% no-time-taken
# expect: cards-are-read failed "took less time than it takes to look at them"
# expect: the-statistic-is-named not_run "waits for another check"
statistic = write_answers("statistic", kinds, seconds=0.3)


# %% somebody-else-s-answers
# expect: cards-are-read failed "were made by `bob`, not by `ada`"
# expect: the-statistic-is-named not_run "waits for another check"
import re
from pathlib import Path

journal = Path("claims-statistic.annotations.jsonl")
journal.write_text(re.sub(r'"annotator": "[^"]*"', '"annotator": "bob"', journal.read_text("utf-8")), "utf-8")
