# expect: minutes-are-added-up failed "the slow items cost more"
minutes = done["seconds"].median() * len(done) / 60
