# expect: the-changed-items-are-found failed "Everything under *edit* is named"
changed = [one for one, verdict in mine.items() if verdict == "edit"]
