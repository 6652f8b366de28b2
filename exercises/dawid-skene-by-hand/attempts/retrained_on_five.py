# expect: small-row-is-not-overread failed "Somebody who is right on half of the patients gets at most one"
observer_3 = "retrain on class 3"
