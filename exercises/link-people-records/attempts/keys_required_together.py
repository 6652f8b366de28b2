# expect: keeps-the-true-pairs failed "`&` keeps a pair only if all keys agree"
# expect: links-are-right failed "of 252 true links"
candidates = pairs_sharing("surname") & pairs_sharing("date_of_birth")
links = {pair for pair in links if pair in candidates}
