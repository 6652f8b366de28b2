# expect: minutes-are-added-up failed "These are seconds"
minutes = 60 * minutes
