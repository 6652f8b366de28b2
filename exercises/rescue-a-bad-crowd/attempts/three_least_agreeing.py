# expect: the-three-are-found failed "the three annotators who agree least with the majority"
# expect: kinds-are-right not_run "waits for another check"
# expect: nobody-honest-is-flagged failed "But others made that majority wrong"
flagged = dict.fromkeys(sorted(agreement, key=agreement.get)[:3], "one answer")
