# expect: the-noise-is-estimated failed "You did not scale the table, so rows that are confidently"
noise = (counts.sum() - np.trace(counts)) / len(rows)
