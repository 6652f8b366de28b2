# expect: finds-the-wrong-deviations failed "The tolerance is too large, so you miss small but real"
wrong_deviations = lexicon.loc[(recomputed - lexicon["sd"]).abs() > 0.01, "token"].tolist()
