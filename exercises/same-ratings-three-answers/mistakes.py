"""Wrong answers to "Same ratings, three answers". Each cell runs after the solution; its first lines are what the learner reads."""

# %% table-not-turned
# You exchanged rows and columns of the table, so tokens count as raters.
# Try: Pass `ratings.T`: evalica needs one row for each rater and one column for each token.
alpha_nominal = evalica.alpha(ratings, distance="nominal").alpha
alpha_ordinal = evalica.alpha(ratings, distance="ordinal").alpha
alpha_interval = evalica.alpha(ratings, distance="interval").alpha

# %% nominal-for-another-level
# This is the nominal alpha of your sample.
# Try: Pass the level that is in the name of the variable as `distance`.
alpha_ordinal = alpha_interval = alpha_nominal

# %% ordinal-for-another-level
# This is the ordinal alpha of your sample.
# Try: Pass the level that is in the name of the variable as `distance`.
alpha_nominal = alpha_interval = alpha_ordinal

# %% interval-for-another-level
# This is the interval alpha of your sample.
# Try: Pass the level that is in the name of the variable as `distance`.
alpha_nominal = alpha_ordinal = alpha_interval

# %% pairwise-cohen
# This is the mean Cohen's kappa over pairs of columns. But a column is not one person: column 3 can be different
# people for different tokens, so pairs of columns have no meaning.
# Try: Use alpha, which does not need the same raters for all tokens.
from itertools import combinations


def kappa(a, b):
    agree = np.mean(a == b)
    chance = sum(np.mean(a == value) * np.mean(b == value) for value in np.unique(values))
    return (agree - chance) / (1 - chance)


alpha_nominal = np.mean([kappa(values[:, i], values[:, j]) for i, j in combinations(range(10), 2)])

# %% chance-with-replacement
# You computed chance agreement with replacement: n instead of n - 1.
# Try: Use the coincidence matrix or a library such as evalica.
shares = np.unique(values, return_counts=True)[1] / values.size
within = np.mean([(row[:, None] != row).sum() / (len(row) * (len(row) - 1)) for row in values])
alpha_nominal = 1 - within / (1 - (shares**2).sum())

# %% rounded
# expect: interval-alpha failed "right, but rounded"
alpha_interval = round(alpha_interval, 3)

# %% columns-drawn
# expect: interval-over-tokens failed "You drew columns instead of tokens, but a column is not one"
draws = [interval_alpha(values[:, rng.integers(0, 10, 10)]) for _ in range(1000)]
alpha_interval_ci = tuple(np.percentile(draws, [2.5, 97.5]))

# %% kalpha-bootstrap
# expect: interval-over-tokens failed "too narrow"
drawn = evalica.alpha_bootstrap(ratings.T, distance="interval", n_resamples=2000, random_state=0)
alpha_interval_ci = (drawn.low, drawn.high)

# %% middle-and-half-width
# expect: interval-over-tokens failed "The second number is half the width of the interval"
low, high = np.percentile(draws, [2.5, 97.5])
alpha_interval_ci = ((low + high) / 2, (high - low) / 2)

# %% ninety-per-cent
# expect: interval-over-tokens failed "The interval is as wide as a 90% interval"
alpha_interval_ci = tuple(np.percentile(draws, [5, 95]))

# %% single-ratings-drawn
# expect: interval-over-tokens failed "The interval does not contain alpha itself"
draws = []
for _ in range(500):
    places = rng.integers(0, 10, values.shape)
    draws.append(interval_alpha(np.take_along_axis(values, places, axis=1)))
alpha_interval_ci = tuple(np.percentile(draws, [2.5, 97.5]))

# %% nominal-chosen
# Nominal alpha ignores the order: -4 against +4 counts the same as -1 against -2.
level = "nominal"

# %% shopping-for-a-value
# If you choose a coefficient by its value, you choose the answer that you want.
reason = "highest value"

# %% caution-for-a-reason
# Choosing a coefficient by its value is not honest, even if you take a low value.
reason = "lowest value"

# %% names-without-order
# The ratings have an order: +3 is more positive than +1.
reason = "labels are names"

# %% habit-for-a-reason
# A habit says nothing about this scale.
reason = "most often used"
