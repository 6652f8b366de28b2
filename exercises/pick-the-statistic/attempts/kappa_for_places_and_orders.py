# expect: measures-fit-their-designs failed "the two people do not label the same list of items"
kappas = {
    "pairwise F1": "Cohen's kappa",
    "rank correlation": "weighted kappa",
    "alpha, set distance": "alpha, nominal",
    "self-agreement": "Cohen's kappa",
}
write_labels("which-statistic", {item: kappas.get(name, name) for item, name in right.items()})
