# expect: the-changed-items-are-found failed "An item to which the changed rule applies is missing"
changed = changed[:1]
