# expect: finds-every-repeat failed "You compared whole lines"
repeated_tokens = lexicon.loc[lexicon.duplicated(), "token"].tolist()
