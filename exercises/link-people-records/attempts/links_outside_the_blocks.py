# expect: links-were-compared failed "Pairs were compared outside the blocks"
links = [pair for pair in combinations(sorted(people["id"]), 2) if agreeing(*pair) >= 4]
candidates = pairs_sharing("suburb") | pairs_sharing("date_of_birth") | pairs_sharing("address_1")
