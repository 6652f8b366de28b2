# expect: accuracy-is-right failed "right, but rounded"
# expect: kappa-is-right failed "right, but rounded"
# expect: interval-is-over-sentences passed
accuracy, kappa = round(accuracy, 3), round(kappa, 3)
