# expect: gaps-are-to-the-rest failed "This is the gap to the average of all rows, and that average"
# expect: ends-are-right not_run "waits for another check"
audit["gap"] = audit["rate"] - messages.loc[harmless, "marked"].mean()
