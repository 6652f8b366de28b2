# expect: reject-good-is-stated failed "the probability of passing"
reject_good = 1 - reject_good
