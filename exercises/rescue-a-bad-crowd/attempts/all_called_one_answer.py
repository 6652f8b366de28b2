# expect: kinds-are-right failed "look alike in an accuracy"
flagged = dict.fromkeys(flagged, "one answer")
