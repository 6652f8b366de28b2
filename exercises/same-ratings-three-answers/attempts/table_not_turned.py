# expect: nominal-alpha failed "wrong way round"
# expect: ordinal-alpha failed "wrong way round"
# expect: interval-alpha failed "wrong way round"
alpha_nominal = evalica.alpha(ratings, distance="nominal").alpha
alpha_ordinal = evalica.alpha(ratings, distance="ordinal").alpha
alpha_interval = evalica.alpha(ratings, distance="interval").alpha
