# expect: thresholds-are-by-digit failed "You have the same threshold for all ten digits"
# expect: suspects-follow-from-the-model failed "You used one threshold for all rows"
# expect: the-joint-is-counted not_run "waits for another check"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-are-worth-the-time not_run "waits for another check"
thresholds = np.full(10, own.mean())
first = probabilities.argmax(axis=1)
sure = probabilities.max(axis=1) >= own.mean() - 1e-9
suspects = rows.loc[(first != label) & sure, "id"].tolist()
