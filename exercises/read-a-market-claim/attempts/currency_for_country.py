# expect: what-is-missing-is-named failed "A currency was taken for a country"
missing = write_answers(
    "missing", {card: [gap for gap in gaps[card] if gap != "country"] for card in gaps}, kind="choices"
)
