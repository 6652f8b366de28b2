# expect: labels-stay-with-the-crowd failed "A mild or mixed sentence is often not neutral"
# expect: clear-sentences-are-read-as-the-crowd-does failed "A mild or mixed sentence is often not neutral"
# expect: each-label-is-found failed "A mild or mixed sentence is often not neutral"
means = ratings.map(np.mean)
work = write_labels(
    {one: "neutral" if abs(mean) < 2 else names[np.sign(mean)] for one, mean in means.items()}
)
accuracy, kappa, kappa_interval = compare()
causes = explain()
