# expect: measurements-fit-the-codebook failed "Texts cannot be averaged"
# expect: nothing-is-invented failed "were never measured have a value"
# expect: dates-are-right failed "still have another form"
# expect: cells-are-repaired failed "You changed 0 cells"
# expect: every-change-is-logged failed "you changed 0 cells"
cleaned = raw[~raw["record"].isin(["", "record"])].drop_duplicates("record").drop(columns="extra")
log = make_log(raw, cleaned)
