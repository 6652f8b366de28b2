# expect: accepted-labels-are-foreseen failed "always right"
expected_accepted = brief["items"] * ((1 - review_share) * vote_of(raters_per_item) + review_share)
