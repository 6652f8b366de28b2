# expect: measures-fit-their-designs failed "nearly all agreement would come about by chance as well"
raw = {"Gwet's AC1": "raw agreement", "Fleiss' kappa": "raw agreement", "pairwise F1": "raw agreement"}
write_labels("which-statistic", {item: raw.get(name, name) for item, name in right.items()})
