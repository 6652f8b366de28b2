# expect: accept-weak-is-stated failed "more than"
# expect: reject-good-is-stated failed "more than"
accept_weak = passes(gold_items, needed + 1, 0.7)
reject_good = 1 - passes(gold_items, needed + 1, 0.9)
