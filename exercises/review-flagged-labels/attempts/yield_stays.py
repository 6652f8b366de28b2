# expect: the-list-runs-dry failed "are right more often"
later = "stays"
