# expect: stays-within-the-budget failed "You compare nearly all pairs"
# expect: keeps-the-true-pairs not_run "waits for another check"
# expect: links-were-compared failed "more comparisons than the budget"
candidates = set(combinations(people["id"], 2))
