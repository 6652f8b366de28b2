# expect: notes-show-their-evidence failed "Practice on a pair of labels does not help somebody who does"
notes = {name: {**note, "next": "practise this pair"} for name, note in notes.items()}
