# expect: what-is-missing-is-named failed "You took a currency for a country"
missing = write_answers(
    "missing", {card: [gap for gap in gaps[card] if gap != "country"] for card in gaps}, kind="choices"
)
