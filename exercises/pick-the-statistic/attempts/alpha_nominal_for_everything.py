# expect: measures-fit-their-designs failed "as if one measure fitted every design"
write_labels("which-statistic", dict.fromkeys(right, "alpha, nominal"))
