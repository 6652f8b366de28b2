# expect: claims-hold-after-correction failed "You tested twenty slices without correction"
# expect: the-gap-is-stated not_run "waits for another check"
claims = audit.index[audit["gap"].abs() > 1.96 * audit["error"]].tolist()
