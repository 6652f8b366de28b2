# expect: accept-weak-is-stated failed "exactly the cut-off"
accept_weak = comb(gold_items, needed) * 0.7**needed * 0.3 ** (gold_items - needed)
