# expect: cells-are-repaired failed "the right letters but other capitals, or a space at an end, such as 'adelie'"
cleaned["species"] = cleaned["species"].str.lower()
cleaned["island"] = cleaned["island"].str.lower()
log = make_log(raw, cleaned)
