# expect: notes-show-their-evidence failed "the wrong way round"
notes = {name: {**note, "confuses": note["confuses"][::-1]} for name, note in notes.items()}
