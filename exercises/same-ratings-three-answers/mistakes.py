"""Wrong answers to "Same ratings, three answers": each cell runs after the solution, and its first lines say what must come back."""

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


# %% nominal-chosen
# expect: level-fits-the-design failed "Nominal alpha ignores the order:"
level = "nominal"


# %% ordinal-as-interval
# expect: ordinal-alpha failed "This is the interval alpha"
alpha_ordinal = alpha_interval


# %% pairwise-cohen
# expect: nominal-alpha failed "mean Cohen's kappa"
from itertools import combinations


def kappa(a, b):
    agree = np.mean(a == b)
    chance = sum(np.mean(a == value) * np.mean(b == value) for value in np.unique(values))
    return (agree - chance) / (1 - chance)


alpha_nominal = np.mean([kappa(values[:, i], values[:, j]) for i, j in combinations(range(10), 2)])


# %% rounded
# expect: interval-alpha failed "right, but rounded"
alpha_interval = round(alpha_interval, 3)


# %% shopping-for-a-value
# expect: reason-carries-the-choice failed "If you choose a coefficient by its value, you choose the answer"
reason = "highest value"


# %% single-ratings-drawn
# expect: interval-over-tokens failed "The interval does not contain alpha itself"
draws = []
for _ in range(500):
    places = rng.integers(0, 10, values.shape)
    draws.append(interval_alpha(np.take_along_axis(values, places, axis=1)))
alpha_interval_ci = tuple(np.percentile(draws, [2.5, 97.5]))


# %% table-not-turned
# expect: nominal-alpha failed "You exchanged rows and columns of the table"
# expect: ordinal-alpha failed "You exchanged rows and columns of the table"
# expect: interval-alpha failed "You exchanged rows and columns of the table"
alpha_nominal = evalica.alpha(ratings, distance="nominal").alpha
alpha_ordinal = evalica.alpha(ratings, distance="ordinal").alpha
alpha_interval = evalica.alpha(ratings, distance="interval").alpha
