# expect: what-is-missing-is-named failed "Nothing is missing on any card"
missing = write_answers("missing", {card: [] for card in gaps}, kind="choices")
