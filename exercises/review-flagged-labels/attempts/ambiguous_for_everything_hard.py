# expect: decisions-are-right failed "It is meant for 35% of them at most"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
# expect: clear-images-are-not-ambiguous failed "of the clear images are decided"
wrong = [one for one, decision in right.items() if decision == "fix"][:14]
work = write_decisions({one: "ambiguous" if one in wrong else decision for one, decision in right.items()})
work = write_decisions(
    {one: "ambiguous" if one in wrong or number % 5 == 0 else right[one] for number, one in enumerate(right)}
)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
