# expect: claims-hold-after-correction failed "the smallest slices have the largest gaps"
# expect: the-gap-is-stated not_run "waits for another check"
claims = [audit["gap"].idxmax()]
