# expect: claims-hold-after-correction failed "caution that protects the system"
# expect: the-gap-is-stated not_run "waits for another check"
claims = []
