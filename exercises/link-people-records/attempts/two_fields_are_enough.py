# expect: links-are-right failed "Two equal fields can be chance"
# expect: links-were-compared not_run "waits for another check"
links = [pair for pair in sorted(candidates) if agreeing(*pair) >= 2]
