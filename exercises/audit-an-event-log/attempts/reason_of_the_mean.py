# expect: figure-fits-the-data failed "Here it is a reason not to use it"
reason = "uses every value"
