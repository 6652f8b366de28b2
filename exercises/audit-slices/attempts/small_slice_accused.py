# expect: the-small-slice-is-left-open failed "would halve it"
smallest = "biased"
