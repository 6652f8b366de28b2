# expect: finds-every-repeat failed "Whole lines were compared"
repeated_tokens = lexicon.loc[lexicon.duplicated(), "token"].tolist()
