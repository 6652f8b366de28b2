# expect: the-small-slice-is-left-open failed "One message more or less would cut it in half"
smallest = "biased"
