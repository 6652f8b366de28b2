# expect: each-row-is-judged-from-outside failed "you trained the model on the fold that it judges"
# expect: thresholds-are-by-digit not_run "waits for another check"
# expect: the-joint-is-counted not_run "waits for another check"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-follow-from-the-model not_run "waits for another check"
# expect: suspects-are-worth-the-time not_run "waits for another check"
# expect: the-queue-begins-with-the-least-believable not_run "waits for another check"
probabilities = np.zeros((len(rows), 10))
for number in range(5):
    inside = fold == number
    probabilities[inside] = predict(rows[inside], rows[inside])
