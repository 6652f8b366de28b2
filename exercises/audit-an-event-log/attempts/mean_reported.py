# expect: figure-fits-the-data failed "A few events of many minutes lift the mean"
figure, reason = "mean", "uses every value"
