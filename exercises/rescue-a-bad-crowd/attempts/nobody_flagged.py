# expect: the-three-are-found failed "names 0 of the three"
# expect: kinds-are-right not_run "waits for another check"
# expect: nobody-honest-is-flagged failed "If you flag nobody, all eight continue to label"
flagged = {}
