# expect: measurements-fit-the-codebook failed "In some rows, the bill's length and depth are in each other's"
low = cleaned["bill_length_mm"].notna() & (cleaned.index % 20 == 0)
cleaned.loc[low, ["bill_length_mm", "bill_depth_mm"]] = cleaned.loc[
    low, ["bill_depth_mm", "bill_length_mm"]
].to_numpy()
log = make_log(raw, cleaned)
