# expect: stays-within-the-budget failed "You included all pairs with the same `state`"
# expect: links-were-compared failed "more comparisons than the budget"
# expect: keeps-the-true-pairs not_run "waits for another check"
candidates = pairs_sharing("surname") | pairs_sharing("state")
links = [pair for pair in sorted(candidates) if agreeing(*pair) >= 5]
