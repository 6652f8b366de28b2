# expect: every-message-has-one-part failed "You copied messages (perhaps to balance the classes) before you"
# expect: no-group-is-cut-apart not_run "waits for another check"
# expect: classes-keep-their-shares not_run "waits for another check"
more = messages[messages["label"] == "spam"]
balanced = pd.concat([messages, more, more], ignore_index=True)
rng = np.random.default_rng(0)
split = pd.DataFrame(
    {"id": balanced["id"], "part": np.where(rng.random(len(balanced)) < 0.2, "test", "train")}
)
