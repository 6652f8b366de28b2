# expect: accuracy-is-right failed "right, but rounded"
# expect: kappa-is-right failed "right, but rounded"
# expect: interval-is-over-sentences passed "interval of 10,000 draws"
accuracy, kappa = round(accuracy, 3), round(kappa, 3)
