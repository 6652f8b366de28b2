# expect: links-are-right failed "the field was trusted like a key"
# expect: keeps-the-true-pairs failed "`soc_sec_id` is the only key"
# expect: links-were-compared not_run "waits for another check"
candidates = pairs_sharing("soc_sec_id")
links = list(candidates)
