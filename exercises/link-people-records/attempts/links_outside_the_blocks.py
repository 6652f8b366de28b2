# expect: links-were-compared failed "You compared pairs that are not in `candidates`, so you did not"
links = [pair for pair in combinations(sorted(people["id"]), 2) if agreeing(*pair) >= 4]
candidates = pairs_sharing("suburb") | pairs_sharing("date_of_birth") | pairs_sharing("address_1")
