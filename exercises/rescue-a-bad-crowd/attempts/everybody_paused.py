# expect: notes-show-their-evidence failed "an annotator who labels what they see is paused"
notes = {name: {**note, "next": "pause and talk"} for name, note in notes.items()}
