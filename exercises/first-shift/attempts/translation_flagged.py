# expect: nothing-usable-is-skipped failed "A foreign word was enough for a skip"
ASKED = items[items["prompt"].str.contains("German\\?|Translate|Latin")]["id"].tolist()
work = write_labels({one: "not English" if one in ASKED else verdict for one, verdict in mine.items()})
