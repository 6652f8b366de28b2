# expect: classes-keep-their-shares failed "You chose groups without looking at the labels"
spam_share = (messages["label"] == "spam").groupby(group).mean()
order = pd.Series(group).map(spam_share).sort_values(ascending=False, kind="stable").index
chosen, taken = set(), 0
for row in order:
    if group[row] not in chosen and taken < 160:
        chosen.add(group[row])
        taken += group.count(group[row])
split = pd.DataFrame({"id": messages["id"], "part": ["test" if one in chosen else "train" for one in group]})
