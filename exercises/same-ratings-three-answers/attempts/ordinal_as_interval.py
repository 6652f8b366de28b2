# expect: ordinal-alpha failed "This is the interval alpha"
alpha_ordinal = alpha_interval
