# expect: ends-are-right failed "The rate outside is an estimate too"
alone = np.sqrt(audit["rate"] * (1 - audit["rate"]) / audit["n"])
audit["low"], audit["high"] = audit["gap"] - 1.96 * alone, audit["gap"] + 1.96 * alone
