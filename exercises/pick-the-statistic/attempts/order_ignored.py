# expect: measures-fit-their-designs failed "the answers have an order, but this measure counts a small"
unordered = {
    "weighted kappa": "Cohen's kappa",
    "alpha, ordinal": "alpha, nominal",
    "alpha, interval": "alpha, nominal",
}
write_labels("which-statistic", {item: unordered.get(name, name) for item, name in right.items()})
