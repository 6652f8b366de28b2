# expect: what-is-missing-is-named failed "By your answers, nothing is missing on any card"
missing = write_answers("missing", {card: [] for card in gaps}, kind="choices")
