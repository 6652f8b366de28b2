# expect: what-is-missing-is-named failed "were taken to say which hours are paid"
missing = write_answers(
    "missing",
    {card: [gap for gap in gaps[card] if gap not in ("hours", "source")] for card in gaps},
    kind="choices",
)
