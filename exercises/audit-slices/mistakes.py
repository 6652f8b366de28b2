"""Wrong answers to "Audit the slices". Each cell runs after the solution; its first lines are what the learner reads."""

# %% all-messages-counted
# You counted all messages of the slice, including aggressive ones.
# Try: Count the rows of the slice in which `aggressive` is False.
audit["n"] = [inside.sum() for inside in slices.values()]

# %% marks-for-false-alarms
# This is the share of all messages that are marked. It includes aggressive messages, and slices have different shares
# of them.
# Try: Keep only the rows in which `aggressive` is False, then take the mean of `marked`.
audit["rate"] = [messages.loc[inside, "marked"].mean() for inside in slices.values()]

# %% false-discoveries
# This is the share of the *marked* messages that are harmless. You divided by the wrong number.
# Try: Keep only the rows in which `aggressive` is False, then take the mean of `marked`.
audit["rate"] = [harmless[inside & messages["marked"]].mean() for inside in slices.values()]

# %% true-alarms
# This is the true positive rate: the share of aggressive messages that are marked.
# Try: Keep only the rows in which `aggressive` is False, then take the mean of `marked`.
audit["rate"] = [messages.loc[inside & ~harmless, "marked"].mean() for inside in slices.values()]

# %% divided-by-all-messages
# This is the number of harmless, marked messages divided by all messages.
# Try: Keep only the rows in which `aggressive` is False, then take the mean of `marked`.
audit["rate"] = [(harmless & messages["marked"])[inside].mean() for inside in slices.values()]

# %% all-errors
# This is the share of all errors. It also includes messages that should have been marked.
# Try: Keep only the rows in which `aggressive` is False, then take the mean of `marked`.
audit["rate"] = [(messages["marked"] == harmless)[inside].mean() for inside in slices.values()]

# %% gap-to-the-average
# This is the gap to the average of all rows, and that average includes the slice itself.
# Try: For the second rate, use the harmless rows in which the slice's mask is False.
audit["gap"] = table["rate"] - messages.loc[harmless, "marked"].mean()

# %% gap-the-wrong-way-round
# The sign is wrong: a gap above 0 must mean more false alarms inside the slice.
# Try: Compute the rate inside minus the rate outside.
audit["gap"] = -table["gap"]

# %% gap-to-the-lowest-rate
# This is the gap to the slice with the lowest rate.
# Try: For the second rate, use the harmless rows in which the slice's mask is False.
audit["gap"] = table["rate"] - table["rate"].min()

# %% ends-exchanged
# The two ends are in the wrong order.
# Try: Compute `low` as the gap minus 1.96 standard errors.
audit["low"], audit["high"] = audit["high"], audit["low"]

# %% half-width-for-an-end
# `high` holds half the width of the interval, and not its upper end.
# Try: Compute `low` as the gap minus this number, and `high` as the gap plus this number.
audit["low"], audit["high"] = table["gap"], 1.96 * table["error"]

# %% half-widths-for-ends
# The ends are half the width of the interval below and above 0. The gap is not in them.
# Try: Compute `low` as the gap minus this number, and `high` as the gap plus this number.
audit["low"], audit["high"] = -1.96 * table["error"], 1.96 * table["error"]

# %% interval-of-90-per-cent
# This is the 90 % interval.
# Try: Multiply by 1.96 for 95 %.
audit["low"], audit["high"] = table["gap"] - 1.645 * table["error"], table["gap"] + 1.645 * table["error"]

# %% interval-of-99-per-cent
# This is the 99 % interval.
# Try: Multiply by 1.96 for 95 %.
audit["low"], audit["high"] = table["gap"] - 2.576 * table["error"], table["gap"] + 2.576 * table["error"]

# %% one-standard-error
# The interval uses one standard error. It would miss the true value about once in three times.
# Try: Multiply by 1.96.
audit["low"], audit["high"] = table["gap"] - table["error"], table["gap"] + table["error"]

# %% corrected-too-early
# This is already the corrected interval of part 3.
# Try: Use 1.96 here.
audit["low"], audit["high"] = table["gap"] - reach * table["error"], table["gap"] + reach * table["error"]

# %% outside-taken-for-certain
# You used only the uncertainty of the slice's own rate. The rate outside is an estimate too.
# Try: Add both parts under the square root.
alone = np.sqrt(table["rate"] * (1 - table["rate"]) / table["n"])
audit["low"], audit["high"] = table["gap"] - 1.96 * alone, table["gap"] + 1.96 * alone

# %% interval-of-the-rate
# This is the interval of the slice's own rate, not of its gap to the rest.
# Try: Begin with the gap, and add both parts of its standard error under the square root.
alone = np.sqrt(table["rate"] * (1 - table["rate"]) / table["n"])
audit["low"], audit["high"] = table["rate"] - 1.96 * alone, table["rate"] + 1.96 * alone

# %% decoy-claimed
# You claim the largest gap without looking at its interval. The smallest slices often have the largest gaps by luck.
# Try: Look at the interval, not at the size of the gap.
claims = [table["gap"].abs().idxmax()]

# %% decoy-claimed-too
# You also claim the largest gap, although its corrected interval contains 0.
# Try: Look at the interval, not at the size of the gap.
claims = [*claims, table["gap"].abs().idxmax()]

# %% not-corrected
# You tested twenty slices without correction. About one in twenty looks biased by luck alone, and a slice can also look
# biased because the rest that it is compared with contains the biased slice.
# Try: Use the wider interval for every slice that you looked at.
claims = table.index[table["gap"].abs() > 1.96 * table["error"]].tolist()

# %% raw-shares-compared
# You compared raw shares of marks, but the slices have different shares of aggressive messages.
# Try: Compare only the harmless messages.
claims = []
for name, inside in slices.items():
    p, q = messages.loc[inside, "marked"], messages.loc[~inside, "marked"]
    error = np.sqrt(p.mean() * (1 - p.mean()) / len(p) + q.mean() * (1 - q.mean()) / len(q))
    if abs(p.mean() - q.mean()) > 1.96 * error:
        claims.append(name)

# %% nothing-claimed
# You claim nothing, although one gap is clear. This protects the system, not the people.
# Try: Look for an interval that does not contain 0.
claims = []

# %% gap-in-percent
# This is in percentage points.
# Try: Give it as a share, as in `audit`.
largest_claim = 100 * largest_claim

# %% largest-gap-of-all
# This is the largest gap of all slices, but you cannot claim this slice.
largest_claim = table["gap"].max()

# %% rate-for-gap
# This is the rate inside the slice, not the gap to the rest.
largest_claim = table.loc[claims, "rate"].max()

# %% highest-rate-for-most-marks
# This is the slice with the highest false positive rate, but the question is about all messages.
# Try: Take the mean of `marked` over all rows of each slice.
most_marked = table["rate"].idxmax()

# %% clearest-gap-for-most-marks
# This is the slice with the clearest gap in its false positive rate, but the question is about all messages.
# Try: Take the mean of `marked` over all rows of each slice.
most_marked = (table["gap"] / table["error"]).idxmax()

# %% raw-rate-read-as-bias
# You read a raw share as bias. If slices have different shares of aggressive messages, even a perfect assistant marks
# them with different frequency.
why_marked = "the assistant treats it worse"

# %% large-slice-called-small
# It is one of the larger slices.
why_marked = "it is small"

# %% small-slice-accused
# This is a large gap in very few messages. One message more or less would cut it in half.
smallest = "biased"

# %% small-slice-acquitted
# The interval contains 0, but it also contains large gaps. So you cannot say that the gap is 0.
smallest = "not biased"

# %% small-slice-left-out
# Then nobody will collect more messages, and nobody ever checks the smallest groups.
smallest = "leave it out"
