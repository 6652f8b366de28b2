# expect: intervals-are-wilsons failed "Wald's interval, which fails near 0 and 1"
flag_intervals = {}
for name, row in flags.iterrows():
    p, n = row["sum"] / row["size"], row["size"]
    half = 1.96 * (p * (1 - p) / n) ** 0.5
    flag_intervals[name] = (max(0.0, p - half), p + half)
