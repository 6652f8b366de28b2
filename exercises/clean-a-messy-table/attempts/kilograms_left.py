# expect: cells-are-repaired failed "they are still in another unit"
# expect: the-next-sheet-is-cleaned-too failed "they are still in another unit"
# expect: measurements-fit-the-codebook failed "`mass_g` has values in a larger unit"
converted = in_unit


def in_unit(column, limit, factor):
    return column if factor == 1000 else converted(column, limit, factor)


cleaned = clean(raw)
log = make_log(raw, cleaned)
