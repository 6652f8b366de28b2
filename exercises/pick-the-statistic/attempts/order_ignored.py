# expect: measures-fit-their-designs failed "counts a near miss as much as the widest one"
unordered = {
    "weighted kappa": "Cohen's kappa",
    "alpha, ordinal": "alpha, nominal",
    "alpha, interval": "alpha, nominal",
}
write_labels("which-statistic", {item: unordered.get(name, name) for item, name in right.items()})
