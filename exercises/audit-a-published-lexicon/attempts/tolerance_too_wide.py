# expect: finds-the-wrong-deviations failed "tolerance is too wide"
wrong_deviations = lexicon.loc[(recomputed - lexicon["sd"]).abs() > 0.01, "token"].tolist()
