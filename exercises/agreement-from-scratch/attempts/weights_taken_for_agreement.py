# expect: weighted-is-right failed "You used the weights as agreement, but a weight says how bad a"
# expect: weighted-is-undefined-where-nothing-can-differ not_run "waits for another check"
def weighted_kappa(a, b, labels, weights):
    n, pairs = len(a), list(zip(a, b))
    places = [(i, j) for i in range(len(labels)) for j in range(len(labels))]
    o = sum(weights[i][j] * pairs.count((labels[i], labels[j])) / n for i, j in places)
    e = sum(weights[i][j] * a.count(labels[i]) * b.count(labels[j]) / n**2 for i, j in places)
    return (o - e) / (1 - e)
