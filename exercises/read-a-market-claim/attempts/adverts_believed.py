# expect: the-statistic-is-named failed "You took the offer of one advert for what people earn"
others = [card for card, kind in kinds.items() if kind != "rate on offer"][:2]
misread = {"rate on offer": "average"}
statistic = write_answers(
    "statistic", {card: misread.get(kind, kind) for card, kind in kinds.items() if card not in others}
)
