# expect: what-may-not-be-used-is-skipped failed "has no decision yet"
# expect: every-item-is-settled failed "You did not label 10 of 20 items"
half = [one for one in items["id"] if mine[one] not in REASONS][:10]
work = write_labels({one: mine[one] for one in half})
