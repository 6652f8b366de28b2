# expect: figure-fits-the-data failed "A few very long events raise the mean"
figure, reason = "mean", "uses every value"
