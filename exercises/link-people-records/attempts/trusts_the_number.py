# expect: links-are-right failed "But this field is missing or wrong in some records"
# expect: keeps-the-true-pairs failed "`soc_sec_id` is your only key"
# expect: links-were-compared not_run "waits for another check"
candidates = pairs_sharing("soc_sec_id")
links = list(candidates)
