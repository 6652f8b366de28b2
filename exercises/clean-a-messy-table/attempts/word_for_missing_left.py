# expect: nothing-is-invented failed "one more category"
cleaned["sex"] = [sex if isinstance(sex, str) else "unknown" for sex in cleaned["sex"]]
log = make_log(raw, cleaned)
