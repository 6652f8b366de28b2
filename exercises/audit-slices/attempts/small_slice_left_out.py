# expect: the-small-slice-is-left-open failed "Then nobody will collect more messages, and nobody ever checks"
smallest = "leave it out"
