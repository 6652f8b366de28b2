# expect: a-person-decides failed "takes the rare and the hard away"
next_step = "delete them"
