# expect: notes-show-their-evidence failed "The two labels are in the wrong order"
notes = {name: {**note, "confuses": note["confuses"][::-1]} for name, note in notes.items()}
