# expect: links-are-right failed "You linked only records that are equal in every field"
# expect: links-were-compared not_run "waits for another check"
links = [pair for pair in sorted(candidates) if agreeing(*pair) == 10]
