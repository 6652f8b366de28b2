# expect: notes-speak-of-the-labels failed "does not name the label"
letter = (
    "Thank you for your work. Some of your labels differ from what we expected to see. Please read the guideline once "
    "more and take more time over each ticket. Write to me if you have questions about any of this."
)
notes = {name: {**note, "note": letter} for name, note in notes.items()}
