# expect: measures-fit-their-designs failed "Cohen's kappa is chosen 12 times of 12"
write_labels("which-statistic", dict.fromkeys(right, "Cohen's kappa"))
