# expect: what-is-missing-is-named failed "The words *an hour* or *a year* do not say which hours are paid"
missing = write_answers(
    "missing",
    {card: [gap for gap in gaps[card] if gap not in ("hours", "source")] for card in gaps},
    kind="choices",
)
