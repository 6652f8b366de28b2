# expect: measures-fit-their-designs failed "You chose Cohen's kappa 12 times of 12"
write_labels("which-statistic", dict.fromkeys(right, "Cohen's kappa"))
