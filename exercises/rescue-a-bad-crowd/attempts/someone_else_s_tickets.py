# expect: notes-show-their-evidence failed "The evidence must be this annotator's own work"
# expect: notes-speak-of-the-labels failed "names none of its tickets"
others = {
    name: sorted(set(votes["item"]) - set(votes.loc[votes["annotator"] == name, "item"]))[:3]
    for name in notes
}
notes = {name: {**note, "evidence": others[name]} for name, note in notes.items()}
