# expect: the-sheet-is-unchanged failed "wrote into the sheet itself"
raw["sex"] = raw["sex"].str.strip().str.lower()
