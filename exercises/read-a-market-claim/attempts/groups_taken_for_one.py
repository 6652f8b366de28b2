# expect: the-people-are-named failed "You took two groups for one"
others = [card for card, who in people.items() if who != "mixed"][:2]
population = write_answers(
    "population",
    {card: "all trainers" if who == "mixed" else who for card, who in people.items() if card not in others},
)
