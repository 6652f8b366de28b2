# expect: has-every-row-and-rating failed "You read the first line as a header, but this file has no header"
lexicon = pd.read_csv(path, sep="\t")
lexicon.columns = ["token", "mean", "sd", "raw"]
ratings = pd.DataFrame(lexicon["raw"].map(ast.literal_eval).tolist())
