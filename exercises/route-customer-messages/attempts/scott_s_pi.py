# expect: kappa-is-right-for-other-labels failed "this is Scott's pi"
def cohens_kappa(pairs):
    both = pd.concat([pairs["first"], pairs["second"]])
    chance = (both.value_counts(normalize=True) ** 2).sum()
    share = (pairs["first"] == pairs["second"]).mean()
    return (share - chance) / (1 - chance) if chance < 1 else float("nan")
