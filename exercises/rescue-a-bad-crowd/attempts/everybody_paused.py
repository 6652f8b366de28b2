# expect: notes-show-their-evidence failed "you pause an annotator who labels what they see"
notes = {name: {**note, "next": "pause and talk"} for name, note in notes.items()}
