# expect: nominal-alpha failed "You exchanged rows and columns of the table"
# expect: ordinal-alpha failed "You exchanged rows and columns of the table"
# expect: interval-alpha failed "You exchanged rows and columns of the table"
alpha_nominal = evalica.alpha(ratings, distance="nominal").alpha
alpha_ordinal = evalica.alpha(ratings, distance="ordinal").alpha
alpha_interval = evalica.alpha(ratings, distance="interval").alpha
