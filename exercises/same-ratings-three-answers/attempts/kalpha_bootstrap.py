# expect: interval-over-tokens failed "too narrow"
drawn = evalica.alpha_bootstrap(ratings.T, distance="interval", n_resamples=2000, random_state=0)
alpha_interval_ci = (drawn.low, drawn.high)
