# expect: finds-every-repeat failed "Case was folded"
folded = lexicon["token"].str.casefold()
repeated_tokens = lexicon.loc[folded.duplicated(keep=False), "token"].tolist()
