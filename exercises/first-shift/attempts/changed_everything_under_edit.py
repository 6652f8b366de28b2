# expect: the-changed-items-are-found failed "You named every item with the label *edit*"
changed = [one for one, verdict in mine.items() if verdict == "edit"]
