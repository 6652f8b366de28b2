# expect: the-changed-items-are-found failed "not among your twenty items"
changed = [*changed, "pr-99"]
