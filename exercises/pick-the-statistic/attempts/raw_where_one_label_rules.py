# expect: measures-fit-their-designs failed "one label is much more common, so nearly all agreement could be"
raw = {"Gwet's AC1": "raw agreement", "Fleiss' kappa": "raw agreement", "pairwise F1": "raw agreement"}
write_labels("which-statistic", {item: raw.get(name, name) for item, name in right.items()})
