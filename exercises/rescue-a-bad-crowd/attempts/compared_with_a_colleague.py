# expect: notes-speak-of-the-labels failed "The results of one annotator are private"
notes = {name: {**note, "note": note["note"] + " Compare with simulated-9."} for name, note in notes.items()}
