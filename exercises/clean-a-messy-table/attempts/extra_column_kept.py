# expect: the-columns-are-the-codebooks failed "extra is not a column of the codebook"
# expect: cells-are-repaired failed "extra is not a column of the codebook"
# expect: every-change-is-logged failed "extra is not a column of the codebook"
cleaned = cleaned.assign(extra="")
