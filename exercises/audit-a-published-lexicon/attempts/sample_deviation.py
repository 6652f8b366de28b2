# expect: finds-the-wrong-deviations failed "Your SD is the sample SD"
# expect: names-the-divisor failed "pandas' default"
recomputed = ratings.std(axis=1)
wrong_deviations = lexicon.loc[(recomputed - lexicon["sd"]).abs() > 0.000006, "token"].tolist()
file_ddof = 1
