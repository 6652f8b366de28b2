# expect: nothing-usable-is-skipped failed "You skipped an item because of the word *assistant* or *model*"
TRADE = items[items["prompt"].str.contains("dental assistant|language model|library assistant")][
    "id"
].tolist()
work = write_labels(
    {one: "about the assistant" if one in TRADE else verdict for one, verdict in mine.items()}
)
