# expect: finds-every-repeat failed "In this lexicon, tokens that differ in case are different tokens"
folded = lexicon["token"].str.casefold()
repeated_tokens = lexicon.loc[folded.duplicated(keep=False), "token"].tolist()
