# expect: knows-what-a-row-rests-on failed "not the number of patients"
# expect: small-row-is-not-overread not_run "waits for another check"
behind_class_3 = (ratings["rating"] == 3).sum()
