# expect: no-group-is-cut-apart failed "Exact copies are kept together, near ones are not"
copies = messages.groupby("text").ngroup()
train, test = next(folds.split(messages, messages["label"], groups=copies))
split = pd.DataFrame({"id": messages["id"], "part": "train"})
split.loc[test, "part"] = "test"
