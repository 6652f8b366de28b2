# expect: gaps-are-to-the-rest failed "The sign is the wrong way round"
# expect: ends-are-right not_run "waits for another check"
audit["gap"] = -audit["gap"]
