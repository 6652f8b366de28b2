# expect: links-are-right failed "Your threshold is too strict"
# expect: links-were-compared not_run "waits for another check"
links = [pair for pair in sorted(candidates) if agreeing(*pair) >= 9]
