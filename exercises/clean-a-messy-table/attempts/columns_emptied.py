# expect: cells-are-repaired failed "You emptied"
# expect: measurements-fit-the-codebook failed "are missing, but their value can be read"
# expect: nothing-is-invented failed "are missing, but their value can be read"
for name in ("bill_length_mm", "bill_depth_mm", "flipper_mm", "mass_g"):
    cleaned[name] = None
log = make_log(raw, cleaned)
