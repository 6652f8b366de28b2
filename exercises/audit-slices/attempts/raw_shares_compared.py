# expect: claims-hold-after-correction failed "Raw shares of marks were compared"
# expect: the-gap-is-stated not_run "waits for another check"
claims = []
for name, inside in slices.items():
    p, q = messages.loc[inside, "marked"], messages.loc[~inside, "marked"]
    error = np.sqrt(p.mean() * (1 - p.mean()) / len(p) + q.mean() * (1 - q.mean()) / len(q))
    if abs(p.mean() - q.mean()) > 1.96 * error:
        claims.append(name)
