"""Wrong answers to "Audit a published lexicon". Each cell runs after the solution; its first lines are what the learner reads."""

# %% compared-exactly
# expect: finds-the-wrong-mean failed "You compared numbers with `!=`"
wrong_means = lexicon.loc[ratings.sum(axis=1) * 0.1 != lexicon["mean"], "token"].tolist()

# %% header-eaten
# expect: has-every-row-and-rating failed "You read the first line as a header, but this file has no header"
lexicon = pd.read_csv(path, sep="\t")
lexicon.columns = ["token", "mean", "sd", "raw"]
ratings = pd.DataFrame(lexicon["raw"].map(ast.literal_eval).tolist())

# %% mean-of-differences
# expect: finds-the-wrong-mean failed "A summary of the differences, such as their mean, hides a"
gap = (ratings.mean(axis=1) - lexicon["mean"]).mean()
wrong_means = [] if abs(gap) < 0.01 else lexicon["token"].tolist()

# %% medians-compared
# expect: finds-the-wrong-mean failed "You compared the printed mean with the median of the ratings"
wrong_means = lexicon.loc[(ratings.median(axis=1) - lexicon["mean"]).abs() > 0.001, "token"].tolist()

# %% numbers-left-as-text
# expect: holds-the-raw-numbers failed "The ratings are still text."
ratings = ratings.astype(str)

# %% ratings-left-as-text
# expect: has-every-row-and-rating failed "still one text"
ratings = lexicon[["raw"]]

# %% ratings-split-as-text
# expect: holds-the-raw-numbers failed "still text"
ratings = lexicon["raw"].str.split(",", expand=True)

# %% sample-deviation
# expect: finds-the-wrong-deviations failed "Your SD is the sample SD"
# expect: names-the-divisor failed "pandas' default"
recomputed = ratings.std(axis=1)
wrong_deviations = lexicon.loc[(recomputed - lexicon["sd"]).abs() > 0.000006, "token"].tolist()
file_ddof = 1

# %% some-deviations-guessed
# expect: finds-the-wrong-deviations failed "of the 7 faults are among them"
wrong_deviations = wrong_deviations[::2]

# %% split-on-spaces
# expect: has-every-row-and-rating failed "Tokens such as `fed up` or `( '}{' )` contain spaces and quotes"
rows = []
for line in path.read_text(encoding="utf-8").splitlines():
    fields = line.split(None, 3)
    try:
        rows.append(ast.literal_eval(fields[3]))
    except (SyntaxError, ValueError):
        continue
ratings = pd.DataFrame(rows)

# %% tolerance-too-wide
# expect: finds-the-wrong-deviations failed "The tolerance is too large, so you miss small but real"
wrong_deviations = lexicon.loc[(recomputed - lexicon["sd"]).abs() > 0.01, "token"].tolist()

# %% case-ignored
# You ignored upper and lower case. In this lexicon, tokens that differ in case are different tokens.
# Try: Compare the tokens exactly as they are written.
small = lexicon["token"].str.lower()
repeated_tokens = lexicon.loc[small.duplicated(keep=False), "token"].tolist()

# %% case-ignored-and-first-ones-left-out
# You ignored upper and lower case. In this lexicon, tokens that differ in case are different tokens.
# Try: Compare the tokens exactly as they are written.
repeated_tokens = lexicon.loc[lexicon["token"].str.lower().duplicated(), "token"].tolist()

# %% listed-in-lower-case
# You ignored upper and lower case. In this lexicon, tokens that differ in case are different tokens.
# Try: Compare the tokens exactly as they are written.
small = lexicon["token"].str.lower()
repeated_tokens = small[small.duplicated()].tolist()

# %% whole-lines-compared
# You compared whole lines. The repeated tokens have other ratings, so no line is repeated.
# Try: Look for repeats only in the token column.
repeated_tokens = lexicon.loc[lexicon.duplicated(), "token"].tolist()
