"""Wrong ways of working, recognised in the learner's own data: one module a kind of thing judged."""
