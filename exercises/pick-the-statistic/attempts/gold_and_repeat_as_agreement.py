# expect: measures-fit-their-designs failed "people who agree can be wrong together"
agreeing = {
    "accuracy on gold": "Cohen's kappa",
    "self-agreement": "Cohen's kappa",
    "Gwet's AC1": "Cohen's kappa",
}
write_labels("which-statistic", {item: agreeing.get(name, name) for item, name in right.items()})
