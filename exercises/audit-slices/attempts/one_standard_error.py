# expect: ends-are-right failed "would miss once in three"
audit["low"], audit["high"] = audit["gap"] - audit["error"], audit["gap"] + audit["error"]
