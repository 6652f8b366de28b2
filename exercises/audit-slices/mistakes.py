"""Wrong answers to "Audit the slices": each cell runs after the solution, and its first lines say what must come back."""

# %% all-messages-counted
# expect: harmless-messages-are-counted failed "You counted all messages of the slice, including aggressive ones"
audit["n"] = [inside.sum() for inside in slices.values()]


# %% decoy-claimed
# expect: claims-hold-after-correction failed "The smallest slices often have the largest gaps by luck"
# expect: the-gap-is-stated not_run "waits for another check"
claims = [audit["gap"].idxmax()]


# %% false-discoveries
# expect: false-alarms-are-right failed "This is the share of the *marked* messages that are harmless"
# expect: gaps-are-to-the-rest not_run "waits for another check"
# expect: ends-are-right not_run "waits for another check"
audit["rate"] = [harmless[inside & messages["marked"]].mean() for inside in slices.values()]


# %% gap-in-percent
# expect: the-gap-is-stated failed "This is in percentage points"
largest_claim = 100 * largest_claim


# %% gap-the-wrong-way-round
# expect: gaps-are-to-the-rest failed "The sign is wrong:"
# expect: ends-are-right not_run "waits for another check"
audit["gap"] = -audit["gap"]


# %% gap-to-the-average
# expect: gaps-are-to-the-rest failed "This is the gap to the average of all rows, and that average"
# expect: ends-are-right not_run "waits for another check"
audit["gap"] = audit["rate"] - messages.loc[harmless, "marked"].mean()


# %% highest-rate-for-most-marks
# expect: marks-are-not-false-alarms failed "the question is about all messages"
most_marked = claims[0]


# %% largest-gap-of-all
# expect: the-gap-is-stated failed "This is the largest gap of all slices, but you cannot claim"
largest_claim = audit["gap"].max()


# %% marks-for-false-alarms
# expect: false-alarms-are-right failed "It includes aggressive messages, and slices have different"
# expect: gaps-are-to-the-rest not_run "waits for another check"
# expect: ends-are-right not_run "waits for another check"
audit["rate"] = [messages.loc[inside, "marked"].mean() for inside in slices.values()]


# %% not-corrected
# expect: claims-hold-after-correction failed "You tested twenty slices without correction"
# expect: the-gap-is-stated not_run "waits for another check"
claims = audit.index[audit["gap"].abs() > 1.96 * audit["error"]].tolist()


# %% nothing-claimed
# expect: claims-hold-after-correction failed "This protects the system, not the people"
# expect: the-gap-is-stated not_run "waits for another check"
claims = []


# %% one-standard-error
# expect: ends-are-right failed "It would miss the true value about once in three times"
audit["low"], audit["high"] = audit["gap"] - audit["error"], audit["gap"] + audit["error"]


# %% outside-taken-for-certain
# expect: ends-are-right failed "The rate outside is an estimate too"
alone = np.sqrt(audit["rate"] * (1 - audit["rate"]) / audit["n"])
audit["low"], audit["high"] = audit["gap"] - 1.96 * alone, audit["gap"] + 1.96 * alone


# %% raw-rate-read-as-bias
# expect: marks-are-not-false-alarms failed "You read a raw share as bias"
why_marked = "the assistant treats it worse"


# %% raw-shares-compared
# expect: claims-hold-after-correction failed "You compared raw shares of marks, but the slices have different"
# expect: the-gap-is-stated not_run "waits for another check"
claims = []
for name, inside in slices.items():
    p, q = messages.loc[inside, "marked"], messages.loc[~inside, "marked"]
    error = np.sqrt(p.mean() * (1 - p.mean()) / len(p) + q.mean() * (1 - q.mean()) / len(q))
    if abs(p.mean() - q.mean()) > 1.96 * error:
        claims.append(name)


# %% small-slice-accused
# expect: the-small-slice-is-left-open failed "One message more or less would cut it in half"
smallest = "biased"


# %% small-slice-acquitted
# expect: the-small-slice-is-left-open failed "it also contains large gaps"
smallest = "not biased"


# %% small-slice-left-out
# expect: the-small-slice-is-left-open failed "Then nobody will collect more messages, and nobody ever checks"
smallest = "leave it out"
