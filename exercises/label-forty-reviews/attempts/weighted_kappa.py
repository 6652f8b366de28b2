# expect: kappa-is-right failed "This is a weighted kappa, with linear weights"
from sklearn.metrics import cohen_kappa_score

kappa = cohen_kappa_score(mine[crowd.notna()], crowd[crowd.notna()], weights="linear")
