# expect: nothing-usable-is-skipped failed "You skipped an item because of a foreign word"
ASKED = items[items["prompt"].str.contains("German\\?|Translate|Latin")]["id"].tolist()
work = write_labels({one: "not English" if one in ASKED else verdict for one, verdict in mine.items()})
