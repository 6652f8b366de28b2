# expect: ends-are-right failed "It would miss the true value about once in three times"
audit["low"], audit["high"] = audit["gap"] - audit["error"], audit["gap"] + audit["error"]
