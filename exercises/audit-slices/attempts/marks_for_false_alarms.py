# expect: false-alarms-are-right failed "It includes aggressive messages, and slices have different"
# expect: gaps-are-to-the-rest not_run "waits for another check"
# expect: ends-are-right not_run "waits for another check"
audit["rate"] = [messages.loc[inside, "marked"].mean() for inside in slices.values()]
