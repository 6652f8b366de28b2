# expect: measures-fit-their-designs failed "there is no list of items that both have labelled"
kappas = {
    "pairwise F1": "Cohen's kappa",
    "rank correlation": "weighted kappa",
    "alpha, set distance": "alpha, nominal",
    "self-agreement": "Cohen's kappa",
}
write_labels("which-statistic", {item: kappas.get(name, name) for item, name in right.items()})
