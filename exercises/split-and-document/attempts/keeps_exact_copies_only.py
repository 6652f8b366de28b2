# expect: no-group-is-cut-apart failed "You keep exact copies together, but not near-duplicates"
copies = messages.groupby("text").ngroup()
train, test = next(folds.split(messages, messages["label"], groups=copies))
split = pd.DataFrame({"id": messages["id"], "part": "train"})
split.loc[test, "part"] = "test"
