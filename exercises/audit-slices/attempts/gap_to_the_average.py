# expect: gaps-are-to-the-rest failed "in which the slice itself is contained"
# expect: ends-are-right not_run "waits for another check"
audit["gap"] = audit["rate"] - messages.loc[harmless, "marked"].mean()
