# expect: what-may-not-be-used-is-skipped failed "A question to the assistant about itself"
work = write_labels(
    {one: "keep" if verdict == "about the assistant" else verdict for one, verdict in mine.items()}
)
