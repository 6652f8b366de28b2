# expect: claims-hold-after-correction failed "You compared raw shares of marks, but the slices have different"
# expect: the-gap-is-stated not_run "waits for another check"
claims = []
for name, inside in slices.items():
    p, q = messages.loc[inside, "marked"], messages.loc[~inside, "marked"]
    error = np.sqrt(p.mean() * (1 - p.mean()) / len(p) + q.mean() * (1 - q.mean()) / len(q))
    if abs(p.mean() - q.mean()) > 1.96 * error:
        claims.append(name)
