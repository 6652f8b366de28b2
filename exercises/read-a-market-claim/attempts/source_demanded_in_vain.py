# expect: what-is-missing-is-named failed "You called the source missing on"
missing = write_answers(
    "missing",
    {
        card: sorted({*gaps[card], "source", "date"} if number % 5 else {*gaps[card], "source"})
        for number, card in enumerate(gaps)
    },
    kind="choices",
)
