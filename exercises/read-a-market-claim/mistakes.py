"""Wrong answers to "Read a market claim": each cell runs after the solution, and its first lines say what must come back."""

# %% a-kind-of-its-own
# expect: the-statistic-is-named failed "not in the task's list"
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


# %% minutes-added-to-hours
# expect: the-offer-by-the-task-is-worked-out failed "You added minutes to hours"
weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

rate, _, paid, unpaid = numbers(text[weekly])
start_rate, weeks, start_paid, start_unpaid, tests, training = numbers(text[start])
each, minutes, rejected, tasks, looking = numbers(text[task])

pay = pay | {task: each * tasks * (1 - rejected / 100) / (tasks * minutes + looking)}


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
# expect: the-offer-by-the-task-is-worked-out not_attempted "`pay` has no entry for `"
weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

pay = pay | {task: ...}


# %% pay-as-a-list
# expect: the-weekly-offer-is-worked-out failed "`pay` should be a dict from offer to amount, but it is a list of 3 numbers"
# expect: the-offer-with-a-start-is-worked-out failed "`pay` should be a dict from offer to amount, but it is a list of 3 numbers"
# expect: the-offer-by-the-task-is-worked-out failed "`pay` should be a dict from offer to amount, but it is a list of 3 numbers"
pay = list(pay.values())


# %% pay-of-a-week
# expect: the-weekly-offer-is-worked-out failed "This is the pay for a whole week or project, not for an hour"
# expect: the-offer-by-the-task-is-worked-out failed "This is the pay for a whole week or project, not for an hour"
weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

rate, _, paid, unpaid = numbers(text[weekly])
start_rate, weeks, start_paid, start_unpaid, tests, training = numbers(text[start])
each, minutes, rejected, tasks, looking = numbers(text[task])

pay = pay | {weekly: rate * paid, task: each * tasks * (1 - rejected / 100)}


# %% products-believed
# expect: the-statistic-is-named failed "You took an hourly rate times 2,080 for what people earn in a"
others = [card for card, kind in kinds.items() if kind not in ("converted", "average", "joined")]
misread = {"converted": "average"}
statistic = write_answers(
    "statistic", {card: misread.get(kind, kind) for card, kind in kinds.items() if card not in others[:2]}
)


# %% rejected-time-not-counted
# expect: the-offer-by-the-task-is-worked-out failed "You left out the time for rejected tasks"
weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

rate, _, paid, unpaid = numbers(text[weekly])
start_rate, weeks, start_paid, start_unpaid, tests, training = numbers(text[start])
each, minutes, rejected, tasks, looking = numbers(text[task])

kept = tasks * (1 - rejected / 100)
pay = pay | {task: each * kept / (kept * minutes / 60 + looking)}


# %% rejections-forgotten
# expect: the-offer-by-the-task-is-worked-out failed "You counted rejected tasks as paid"
weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

rate, _, paid, unpaid = numbers(text[weekly])
start_rate, weeks, start_paid, start_unpaid, tests, training = numbers(text[start])
each, minutes, rejected, tasks, looking = numbers(text[task])

pay = pay | {task: each * tasks / (tasks * minutes / 60 + looking)}


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


# %% start-forgotten
# expect: the-offer-with-a-start-is-worked-out failed "You left out the unpaid hours before the first week"
weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

rate, _, paid, unpaid = numbers(text[weekly])
start_rate, weeks, start_paid, start_unpaid, tests, training = numbers(text[start])
each, minutes, rejected, tasks, looking = numbers(text[task])

pay = pay | {start: start_rate * start_paid / (start_paid + start_unpaid)}


# %% start-in-every-week
# expect: the-offer-with-a-start-is-worked-out failed "You counted the hours before the first week in every week"
weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

rate, _, paid, unpaid = numbers(text[weekly])
start_rate, weeks, start_paid, start_unpaid, tests, training = numbers(text[start])
each, minutes, rejected, tasks, looking = numbers(text[task])

pay = pay | {start: start_rate * start_paid / (start_paid + start_unpaid + tests + training)}


# %% times-2080
# expect: the-weekly-offer-is-worked-out failed "This is the rate times 2,080"
# expect: the-offer-with-a-start-is-worked-out failed "This is the rate times 2,080"
weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

rate, _, paid, unpaid = numbers(text[weekly])
start_rate, weeks, start_paid, start_unpaid, tests, training = numbers(text[start])
each, minutes, rejected, tasks, looking = numbers(text[task])

pay = pay | {weekly: rate * 2080, start: start_rate * 2080}


# %% two-studies-joined
# expect: the-statistic-is-named failed "You read figures from two studies or two groups as one range"
misread = {"joined": "range", "ceiling": "range", "converted": "rate on offer"}
statistic = write_answers("statistic", {card: misread.get(kind, kind) for card, kind in kinds.items()})


# %% unpaid-hours-forgotten
# expect: the-weekly-offer-is-worked-out failed "You left out the unpaid hours"
# expect: the-offer-with-a-start-is-worked-out failed "You left out the unpaid hours"
# expect: the-offer-by-the-task-is-worked-out failed "You left out the unpaid hours"
weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

rate, _, paid, unpaid = numbers(text[weekly])
start_rate, weeks, start_paid, start_unpaid, tests, training = numbers(text[start])
each, minutes, rejected, tasks, looking = numbers(text[task])

pay = {weekly: rate, start: start_rate, task: each * 60 / minutes}


# %% unpaid-taken-off
# expect: the-weekly-offer-is-worked-out failed "You subtracted the unpaid hours from the paid hours"
weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

rate, _, paid, unpaid = numbers(text[weekly])
start_rate, weeks, start_paid, start_unpaid, tests, training = numbers(text[start])
each, minutes, rejected, tasks, looking = numbers(text[task])

pay = pay | {weekly: rate * (paid - unpaid) / paid}
