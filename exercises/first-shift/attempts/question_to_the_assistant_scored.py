# expect: what-may-not-be-used-is-skipped failed "You labelled a question to the assistant about itself like any"
work = write_labels(
    {one: "keep" if verdict == "about the assistant" else verdict for one, verdict in mine.items()}
)
