# expect: the-sheet-is-unchanged failed "Your function, or a cell of the notebook, changed the sheet"
raw["sex"] = raw["sex"].str.strip().str.lower()
