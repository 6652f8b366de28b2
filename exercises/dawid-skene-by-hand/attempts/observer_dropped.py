# expect: small-row-is-not-overread failed "A whole person is dropped"
observer_3 = "leave observer 3 out"
