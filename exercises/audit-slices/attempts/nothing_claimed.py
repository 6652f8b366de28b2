# expect: claims-hold-after-correction failed "This protects the system, not the people"
# expect: the-gap-is-stated not_run "waits for another check"
claims = []
