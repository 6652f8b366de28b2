# expect: kappa-is-right-for-other-labels failed "You did not subtract the agreement by chance"
def cohens_kappa(pairs):
    return (pairs["first"] == pairs["second"]).mean()


self_kappa = same
