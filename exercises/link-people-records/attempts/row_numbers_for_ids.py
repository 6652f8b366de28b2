# expect: links-are-right failed "These may be row numbers"
# expect: links-were-compared not_run "waits for another check"
links = [(int(a[1:]), int(b[1:])) for a, b in links]
