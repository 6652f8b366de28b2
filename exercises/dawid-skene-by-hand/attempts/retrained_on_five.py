# expect: small-row-is-not-overread failed "One right of five"
observer_3 = "retrain on class 3"
