# expect: accepted-labels-are-foreseen failed "This is a share"
expected_accepted = expected_accepted / brief["items"]
