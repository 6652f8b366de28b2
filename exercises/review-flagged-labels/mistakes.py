"""Wrong answers to "Review the flagged labels". Each cell runs after the solution; its first lines are what the learner reads."""

# %% stopped-half-way
# expect: all-are-decided failed "20"
write_decisions(dict(list(right.items())[:20]))
work = ex.label(items, task)

# %% keys-mixed-up
# expect: decisions-are-right failed "You mixed up the keys"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
# expect: right-labels-stay failed "of the possible labels stay"
write_decisions({one: "fix" if done == "keep" else "keep" for one, done in right.items()})
work = ex.label(items, task)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()

# %% everything-fixed
# expect: decisions-are-right failed "you took the first option each time"
# expect: right-labels-stay failed "of the possible labels stay"
write_decisions(dict.fromkeys(right, "fix"))
work = ex.label(items, task)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()

# %% model-obeyed
# expect: decisions-are-right failed "But the model also doubts images that are only hard"
# expect: right-labels-stay failed "of the possible labels stay"
spared = [one for one, decision in right.items() if decision == "keep"][:3]
write_decisions({one: "keep" if one in spared else "fix" for one in right})
work = ex.label(items, task)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()

# %% everything-kept
# expect: decisions-are-right failed "The same label for everything gives no information"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
write_decisions(dict.fromkeys(right, "keep"))
work = ex.label(items, task)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()

# %% label-read-first
# expect: decisions-are-right failed "If you read the label first, you see it in the image"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
seen = [one for one, decision in right.items() if decision == "fix"][:2]
write_decisions({one: "fix" if one in seen else "keep" for one in right})
work = ex.label(items, task)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()

# %% everything-ambiguous
# expect: decisions-are-right failed "Every item has the label `ambiguous`"
# expect: wrong-labels-are-found failed "Only 0% of the wrong labels are fixed"
# expect: clear-images-are-not-ambiguous failed "clear images are decided"
write_decisions(dict.fromkeys(right, "ambiguous"))
work = ex.label(items, task)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()

# %% ambiguous-for-everything-hard
# expect: decisions-are-right failed "It is meant for 35% of them at most"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
# expect: clear-images-are-not-ambiguous failed "of the clear images are decided"
wrong = [one for one, decision in right.items() if decision == "fix"][:14]
write_decisions(
    {one: "ambiguous" if one in wrong or number % 5 == 0 else right[one] for number, one in enumerate(right)}
)
work = ex.label(items, task)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()

# %% no-time-taken
# expect: images-are-looked-at failed "took less time than it takes to look at them"
write_decisions(right, seconds=0.1)
work = ex.label(items, task)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()

# %% seconds-for-minutes
# These are seconds.
# Try: Divide by 60.
minutes = 60 * minutes

# %% forty-times-the-median
# This is forty times the median. But the slow items need more time.
# Try: Add up.
minutes = done["seconds"].median() * len(done) / 60

# %% time-of-one-item
# This is the time of one item.
# Try: Add up the times of all items. Do not take the mean.
minutes = minutes / len(done)

# %% time-by-the-clock
# This is the clock time from the first to the last decision, including pauses.
# Try: Add up `seconds`.
stamps = pd.to_datetime(done["at"])
minutes = (stamps.max() - stamps.min()).total_seconds() / 60

# %% share-in-percent
# This is a percentage.
# Try: Do not multiply by 100.
confirmed = 100 * confirmed

# %% plain-normal-interval
# expect: the-share-has-its-interval failed "This is the simple normal interval:"
reach = 1.96 * np.sqrt(confirmed * (1 - confirmed) / len(done))
confirmed_interval = (confirmed - reach, confirmed + reach)

# %% ends-exchanged
# expect: the-share-has-its-interval failed "The two ends are in the wrong order"
confirmed_interval = confirmed_interval[::-1]

# %% speed-for-yield
# This is the speed: all decisions per minute.
# Try: Count only the decisions to fix.
yield_per_minute = len(done) / minutes

# %% minutes-a-fix
# These are minutes per fix: you divided the wrong way.
# Try: Divide the number of fixes by the minutes.
yield_per_minute = minutes / (done["value"] == "fix").sum()

# %% yield-by-the-second
# This is the yield per second.
# Try: Use minutes.
yield_per_minute = yield_per_minute / 60

# %% yield-rises
# The list begins with the labels that the model doubts most.
later = "rises"

# %% yield-stays
# If the model doubts a label less, the label is right more often, but you need the same time to look at it.
later = "stays"
