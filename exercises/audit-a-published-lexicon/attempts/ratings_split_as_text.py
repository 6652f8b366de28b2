# expect: holds-the-raw-numbers failed "still text"
ratings = lexicon["raw"].str.split(",", expand=True)
