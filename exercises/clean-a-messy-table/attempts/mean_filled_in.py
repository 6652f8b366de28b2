# expect: nothing-is-invented failed "a mean or a median that nobody measured"
# expect: cells-are-repaired failed "A table with invented values earns no points here"
for name in ("bill_length_mm", "bill_depth_mm", "flipper_mm", "mass_g"):
    cleaned[name] = cleaned[name].fillna(cleaned[name].mean())
log = make_log(raw, cleaned)
