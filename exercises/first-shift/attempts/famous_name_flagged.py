# expect: nothing-usable-is-skipped failed "You took a famous name for personal data"
FAMOUS = items[items["prompt"].str.contains("Curie|Darwin|Frankenstein")]["id"].tolist()
work = write_labels({one: "personal data" if one in FAMOUS else verdict for one, verdict in mine.items()})
