# expect: cells-are-repaired passed
# expect: every-change-is-logged passed
# expect: before-and-after-are-right passed
for name in ("bill_length_mm", "bill_depth_mm", "flipper_mm", "mass_g"):
    cleaned[name] = cleaned[name].astype("float32")
log = make_log(raw, cleaned)
