# expect: small-row-is-not-overread failed "You leave out a whole person because of one row"
observer_3 = "leave observer 3 out"
