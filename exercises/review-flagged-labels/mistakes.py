"""Wrong answers to "Review the flagged labels": each cell runs after the solution, and its first lines say what must come back."""

# %% ambiguous-for-everything-hard
# expect: decisions-are-right failed "It is meant for 35% of them at most"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
# expect: clear-images-are-not-ambiguous failed "of the clear images are decided"
wrong = [one for one, decision in right.items() if decision == "fix"][:14]
work = write_decisions({one: "ambiguous" if one in wrong else decision for one, decision in right.items()})
work = write_decisions(
    {one: "ambiguous" if one in wrong or number % 5 == 0 else right[one] for number, one in enumerate(right)}
)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()


# %% everything-ambiguous
# expect: decisions-are-right failed "Every item has the label `ambiguous`"
# expect: wrong-labels-are-found failed "Only 0% of the wrong labels are fixed"
# expect: clear-images-are-not-ambiguous failed "clear images are decided"
work = write_decisions(dict.fromkeys(right, "ambiguous"))
minutes, confirmed, confirmed_interval, yield_per_minute = figures()


# %% everything-fixed
# expect: decisions-are-right failed "you took the first option each time"
# expect: right-labels-stay failed "of the possible labels stay"
work = write_decisions(dict.fromkeys(right, "fix"))
minutes, confirmed, confirmed_interval, yield_per_minute = figures()


# %% everything-kept
# expect: decisions-are-right failed "The same label for everything gives no information"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
work = write_decisions(dict.fromkeys(right, "keep"))
minutes, confirmed, confirmed_interval, yield_per_minute = figures()


# %% forty-times-the-median
# expect: minutes-are-added-up failed "But the slow items need more time"
minutes = done["seconds"].median() * len(done) / 60


# %% keys-mixed-up
# expect: decisions-are-right failed "You mixed up the keys"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
# expect: right-labels-stay failed "of the possible labels stay"
work = write_decisions({one: "fix" if done == "keep" else "keep" for one, done in right.items()})
minutes, confirmed, confirmed_interval, yield_per_minute = figures()


# %% label-read-first
# expect: decisions-are-right failed "If you read the label first, you see it in the image"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
seen = [one for one, decision in right.items() if decision == "fix"][:2]
work = write_decisions({one: "fix" if one in seen else "keep" for one in right})
minutes, confirmed, confirmed_interval, yield_per_minute = figures()


# %% minutes-a-fix
# expect: the-yield-is-by-the-minute failed "you divided the wrong way"
yield_per_minute = minutes / (done["value"] == "fix").sum()


# %% model-obeyed
# expect: decisions-are-right failed "But the model also doubts images that are only hard"
# expect: right-labels-stay failed "of the possible labels stay"
spared = [one for one, decision in right.items() if decision == "keep"][:3]
work = write_decisions({one: "keep" if one in spared else "fix" for one in right})
minutes, confirmed, confirmed_interval, yield_per_minute = figures()


# %% no-time-taken
# expect: images-are-looked-at failed "took less time than it takes to look at them"
work = write_decisions(right, seconds=0.1)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()


# %% plain-normal-interval
# expect: the-share-has-its-interval failed "This is the simple normal interval:"
reach = 1.96 * np.sqrt(confirmed * (1 - confirmed) / len(done))
confirmed_interval = (confirmed - reach, confirmed + reach)


# %% seconds-for-minutes
# expect: minutes-are-added-up failed "These are seconds"
minutes = 60 * minutes


# %% share-in-percent
# expect: the-share-has-its-interval failed "This is a percentage"
confirmed = 100 * confirmed


# %% speed-for-yield
# expect: the-yield-is-by-the-minute failed "all decisions per minute"
yield_per_minute = len(done) / minutes


# %% stopped-half-way
# expect: all-are-decided failed "20"
# expect: decisions-are-right not_run "waits for another check"
# expect: minutes-are-added-up not_attempted "20 of 40 labels have a decision"
# expect: the-share-has-its-interval not_attempted "20 of 40 labels have a decision"
# expect: the-yield-is-by-the-minute not_attempted "20 of 40 labels have a decision"
work = write_decisions(dict(list(right.items())[:20]))


# %% time-by-the-clock
# expect: minutes-are-added-up failed "This is the clock time from the first to the last decision,"
stamps = pd.to_datetime(done["at"])
minutes = (stamps.max() - stamps.min()).total_seconds() / 60


# %% yield-stays
# expect: the-list-runs-dry failed "If the model doubts a label less, the label is right more"
later = "stays"
