# expect: notes-speak-of-the-labels failed "This judges the person"
blunt = (
    "You are careless, and I expect better labels from you from tomorrow on, or you will leave the project."
)
notes = {name: {**note, "note": f"{blunt} {note['note']}"} for name, note in notes.items()}
