# expect: before-and-after-are-right failed "Before and after are exchanged"
log = log.rename(columns={"before": "after", "after": "before"})
