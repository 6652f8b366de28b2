# expect: accept-weak-is-stated failed "This is the probability of exactly `needed` right answers"
accept_weak = comb(gold_items, needed) * 0.7**needed * 0.3 ** (gold_items - needed)
