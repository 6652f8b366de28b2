# expect: decisions-are-right failed "If you read the label first, you see it in the image"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
seen = [one for one, decision in right.items() if decision == "fix"][:2]
work = write_decisions({one: "fix" if one in seen else "keep" for one in right})
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
