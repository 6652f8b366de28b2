# expect: each-row-is-judged-from-outside failed ", `probabilities` differs from the result of `predict` trained"
# expect: thresholds-are-by-digit not_run "waits for another check"
# expect: the-joint-is-counted not_run "waits for another check"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-follow-from-the-model not_run "waits for another check"
# expect: suspects-are-worth-the-time not_run "waits for another check"
# expect: the-queue-begins-with-the-least-believable not_run "waits for another check"
order = np.random.default_rng(1).permutation(len(rows))
probabilities = probabilities[order]
