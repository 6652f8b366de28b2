# expect: the-noise-is-estimated failed "The table was not scaled"
noise = (counts.sum() - np.trace(counts)) / len(rows)
