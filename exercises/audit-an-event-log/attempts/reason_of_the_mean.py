# expect: figure-fits-the-data failed "Here it is the reason against it"
reason = "uses every value"
