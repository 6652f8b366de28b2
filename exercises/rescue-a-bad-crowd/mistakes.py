"""Wrong answers to "Rescue a bad crowd": each cell runs after the solution; its first lines are what the learner reads."""

# %% a-fourth-to-be-safe
# expect: nobody-honest-is-flagged failed "1 of the 4 flagged are honest"
means = {name: np.diag(matrix).mean() for name, matrix in matrices.items()}
flagged = {**flagged, sorted(means, key=means.get)[3]: "one answer"}


# %% agreement-in-percent
# This is a percentage.
# Try: Do not multiply by 100.
agreement = {name: 100 * share for name, share in agreement.items()}


# %% all-called-one-answer
# expect: kinds-are-right failed "Their matrices differ"
flagged = dict.fromkeys(flagged, "one answer")


# %% compared-with-a-colleague
# expect: notes-speak-of-the-labels failed "The results of one annotator are private"
notes = {name: {**note, "note": note["note"] + " Compare with simulated-9."} for name, note in notes.items()}


# %% confusion-turned-round
# expect: notes-show-their-evidence failed "The two labels are in the wrong order"
notes = {name: {**note, "confuses": note["confuses"][::-1]} for name, note in notes.items()}


# %% counts-instead-of-shares
# expect: matrices-are-estimated failed "these are counts"
matrices = {name: matrix * 60 for name, matrix in matrices.items()}


# %% everybody-paused
# expect: notes-show-their-evidence failed "you pause an annotator who labels what they see"
notes = {name: {**note, "next": "pause and talk"} for name, note in notes.items()}


# %% exchange-overlooked
# expect: the-three-are-found failed "The third gives different labels but exchanges two of them"
# expect: kinds-are-right not_run "waits for another check"
flagged = {name: kind for name, kind in flagged.items() if kind == "one answer"}


# %% form-letter
# expect: notes-speak-of-the-labels failed "does not name the label"
letter = (
    "Thank you for your work. Some of your labels differ from what we expected to see. Please read the guideline once "
    "more and take more time over each ticket. Write to me if you have questions about any of this."
)
notes = {name: {**note, "note": letter} for name, note in notes.items()}


# %% labels-of-the-vote
# expect: labels-are-rescued failed "the majority vote of all eight"
final = majority.fillna(labels[0])


# %% matrices-against-the-vote
# expect: matrices-are-estimated failed "You used the majority as the truth"
matrices = {}
for name, rows in with_vote.groupby("annotator"):
    table = pd.crosstab(rows["vote"], rows["label"]).reindex(index=labels, columns=labels, fill_value=0)
    matrices[name] = (table.T / table.sum(axis=1)).T.to_numpy()


# %% matrices-turned
# expect: matrices-are-estimated failed "Rows and columns of the matrices are exchanged"
matrices = {name: matrix.T for name, matrix in matrices.items()}


# %% nobody-flagged
# expect: the-three-are-found failed "names 0 of the three"
# expect: kinds-are-right not_run "waits for another check"
# expect: nobody-honest-is-flagged failed "If you flag nobody, all eight continue to label"
flagged = {}


# %% one-label-for-all
# expect: labels-are-rescued failed "Every ticket has the same label"
final = pd.Series(labels[0], index=majority.index)


# %% prose-not-assessed
# expect: prose-is-self-assessed failed "1 of four statements have no True or False"
self_assessed = {**self_assessed, "It says how to object": "mostly"}


# %% rare-labels-suspected
# expect: the-three-are-found failed "who give the rare labels most often"
# expect: kinds-are-right not_run "waits for another check"
# expect: nobody-honest-is-flagged failed "But their tickets really have these labels"
leader = votes["label"].value_counts().index[0]
shares = votes["label"].eq(leader).groupby(votes["annotator"]).mean()
flagged = dict.fromkeys(shares.sort_values().index[:3], "one answer")


# %% someone-else-s-tickets
# expect: notes-show-their-evidence failed "The evidence must be this annotator's own work"
# expect: notes-speak-of-the-labels failed "names none of its tickets"
others = {
    name: sorted(set(votes["item"]) - set(votes.loc[votes["annotator"] == name, "item"]))[:3]
    for name in notes
}
notes = {name: {**note, "evidence": others[name]} for name, note in notes.items()}


# %% spammers-practise
# expect: notes-show-their-evidence failed "Practice on a pair of labels does not help somebody who does"
notes = {name: {**note, "next": "practise this pair"} for name, note in notes.items()}


# %% three-least-agreeing
# expect: the-three-are-found failed "the three annotators who agree least with the majority"
# expect: kinds-are-right not_run "waits for another check"
# expect: nobody-honest-is-flagged failed "But others made that majority wrong"
flagged = dict.fromkeys(sorted(agreement, key=agreement.get)[:3], "one answer")


# %% tied-tickets-unlabelled
# expect: labels-are-rescued failed "of 300 tickets have none of the three labels, such as"
final = majority


# %% ties-by-order
# expect: majority-is-counted failed "In a tie you took the first label, so it looks like a decision"
# expect: agreement-is-counted not_run "waits for another check"
counts = votes.groupby(["item", "label"]).size().unstack(fill_value=0)
majority = counts.idxmax(axis=1)


# %% ties-counted-as-disagreement
# You counted tied tickets as disagreement.
with_vote = votes.assign(vote=votes["item"].map(majority))
agreement = {name: (rows["label"] == rows["vote"]).mean() for name, rows in with_vote.groupby("annotator")}


# %% ties-counted-as-agreement
# In a tie you counted each of the leading labels as agreement.
leaders = votes["item"].map(majority_vote(triples).winners)
leads = [label in first for label, first in zip(votes["label"], leaders)]
agreement = votes.assign(leads=leads).groupby("annotator")["leads"].mean().to_dict()


# %% ties-left-out
# expect: majority-is-counted failed "You left out tied tickets instead of marking them"
# expect: agreement-is-counted not_run "waits for another check"
majority = majority.dropna()


# %% unkind-note
# expect: notes-speak-of-the-labels failed "This judges the person"
blunt = (
    "You are careless, and I expect better labels from you from tomorrow on, or you will leave the project."
)
notes = {name: {**note, "note": f"{blunt} {note['note']}"} for name, note in notes.items()}


# %% vote-of-the-honest
# expect: labels-are-rescued failed "This is a vote of the five honest annotators"
kept = [vote for vote in triples if vote[1] not in flagged]
fallback = majority_vote(kept)
final = pd.Series({item: sorted(fallback.winners.get(item, {labels[0]}))[0] for item in majority.index})


# %% vote-without-rare-labels
# expect: labels-are-rescued failed "In this way rare labels disappear from a data set"
leader = votes["label"].value_counts().index[0]
shares = votes["label"].eq(leader).groupby(votes["annotator"]).mean()
dropped = list(shares.sort_values().index[:3])
winners = majority_vote([vote for vote in triples if vote[1] not in dropped]).winners
final = pd.Series({item: sorted(winners.get(item, {labels[0]}))[0] for item in majority.index})


# %% vote-without-the-least-agreeing
# expect: labels-are-rescued failed "without the three who agree least"
dropped = sorted(agreement, key=agreement.get)[:3]
winners = majority_vote([vote for vote in triples if vote[1] not in dropped]).winners
final = pd.Series({item: sorted(winners.get(item, {labels[0]}))[0] for item in majority.index})
