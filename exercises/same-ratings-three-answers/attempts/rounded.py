# expect: interval-alpha failed "right, but rounded"
alpha_interval = round(alpha_interval, 3)
