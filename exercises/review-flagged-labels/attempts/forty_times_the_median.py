# expect: minutes-are-added-up failed "But the slow items need more time"
minutes = done["seconds"].median() * len(done) / 60
