# expect: nothing-usable-is-skipped failed "The word assistant or model was enough"
TRADE = items[items["prompt"].str.contains("dental assistant|language model|library assistant")][
    "id"
].tolist()
work = write_labels(
    {one: "about the assistant" if one in TRADE else verdict for one, verdict in mine.items()}
)
