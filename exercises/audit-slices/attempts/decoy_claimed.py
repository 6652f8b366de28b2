# expect: claims-hold-after-correction failed "The smallest slices often have the largest gaps by luck"
# expect: the-gap-is-stated not_run "waits for another check"
claims = [audit["gap"].idxmax()]
