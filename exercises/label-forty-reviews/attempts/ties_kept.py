# expect: accuracy-is-right failed "You counted ties as wrong"
# expect: kappa-is-right failed "You kept ties or skipped sentences"
accuracy = (mine == crowd).mean()
e = sum((mine == label).mean() * (crowd == label).mean() for label in names.values())
kappa = (accuracy - e) / (1 - e)
