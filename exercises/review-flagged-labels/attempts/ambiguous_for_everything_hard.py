# expect: decisions-are-right failed "you used it for"
wrong = [one for one, decision in right.items() if decision == "fix"][:14]
work = write_decisions({one: "ambiguous" if one in wrong else decision for one, decision in right.items()})
work = write_decisions(
    {one: "ambiguous" if one in wrong or number % 5 == 0 else right[one] for number, one in enumerate(right)}
)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
