# expect: nominal-alpha failed "mean Cohen's kappa"
from itertools import combinations


def kappa(a, b):
    agree = np.mean(a == b)
    chance = sum(np.mean(a == value) * np.mean(b == value) for value in np.unique(values))
    return (agree - chance) / (1 - chance)


alpha_nominal = np.mean([kappa(values[:, i], values[:, j]) for i, j in combinations(range(10), 2)])
