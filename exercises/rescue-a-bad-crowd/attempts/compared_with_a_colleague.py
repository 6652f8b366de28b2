# expect: notes-speak-of-the-labels failed "not another's business"
notes = {name: {**note, "note": note["note"] + " Compare with simulated-9."} for name, note in notes.items()}
