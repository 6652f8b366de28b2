# expect: the-small-slice-is-left-open failed "no evidence of none"
smallest = "not biased"
