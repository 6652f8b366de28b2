# expect: every-record-is-there-once failed "Another unit can be converted, and a sentinel affects only one"
# expect: cells-are-repaired failed "valid rows: `"
first = shift_back(raw).drop_duplicates("record")
mass = pd.to_numeric(first["mass_g"], errors="coerce")
odd = first.loc[mass.notna() & ~mass.between(2600, 6400), "record"]
cleaned = cleaned[~cleaned["record"].isin(odd)]
log = make_log(raw, cleaned)
