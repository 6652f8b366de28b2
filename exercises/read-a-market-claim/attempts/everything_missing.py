# expect: what-is-missing-is-named failed "By your answers, everything is missing on every card"
missing = write_answers(
    "missing", {card: ["date", "country", "source", "hours"] for card in gaps}, kind="choices"
)
