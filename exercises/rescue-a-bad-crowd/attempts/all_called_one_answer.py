# expect: kinds-are-right failed "Their matrices differ"
flagged = dict.fromkeys(flagged, "one answer")
