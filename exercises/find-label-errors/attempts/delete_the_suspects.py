# expect: a-person-decides failed "If you delete these rows, you also remove rare and hard images"
next_step = "delete them"
