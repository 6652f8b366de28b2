# expect: the-small-slice-is-left-open failed "it also contains large gaps"
smallest = "not biased"
