# expect: the-small-slice-is-left-open failed "stay unaudited for good"
smallest = "leave it out"
