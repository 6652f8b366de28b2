# expect: has-every-row-and-rating failed "still one text"
ratings = lexicon[["raw"]]
