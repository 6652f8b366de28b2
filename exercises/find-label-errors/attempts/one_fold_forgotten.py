# expect: probabilities-are-complete failed "No model judged some of the rows"
# expect: each-row-is-judged-from-outside not_run "waits for another check"
# expect: thresholds-are-by-digit not_run "waits for another check"
# expect: the-joint-is-counted not_run "waits for another check"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-follow-from-the-model not_run "waits for another check"
# expect: suspects-are-worth-the-time not_run "waits for another check"
# expect: the-queue-begins-with-the-least-believable not_run "waits for another check"
probabilities[fold == 4] = 0
