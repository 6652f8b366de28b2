# expect: labels-stay-with-the-crowd failed "You used neutral for mild and mixed sentences"
means = ratings.map(np.mean)
work = write_labels(
    {one: "neutral" if abs(mean) < 2 else names[np.sign(mean)] for one, mean in means.items()}
)
accuracy, kappa, kappa_interval = compare()
causes = explain()
