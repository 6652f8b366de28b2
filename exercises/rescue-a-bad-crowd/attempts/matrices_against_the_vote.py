# expect: matrices-are-estimated failed "You used the majority as the truth"
matrices = {}
for name, rows in with_vote.groupby("annotator"):
    table = pd.crosstab(rows["vote"], rows["label"]).reindex(index=labels, columns=labels, fill_value=0)
    matrices[name] = (table.T / table.sum(axis=1)).T.to_numpy()
