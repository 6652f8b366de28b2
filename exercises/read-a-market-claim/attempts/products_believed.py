# expect: the-statistic-is-named failed "You took an hourly rate times 2,080 for what people earn in a"
others = [card for card, kind in kinds.items() if kind not in ("converted", "average", "joined")]
misread = {"converted": "average"}
statistic = write_answers(
    "statistic", {card: misread.get(kind, kind) for card, kind in kinds.items() if card not in others[:2]}
)
