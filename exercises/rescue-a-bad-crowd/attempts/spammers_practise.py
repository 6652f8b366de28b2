# expect: notes-show-their-evidence failed "does not help where no ticket is read"
notes = {name: {**note, "next": "practise this pair"} for name, note in notes.items()}
