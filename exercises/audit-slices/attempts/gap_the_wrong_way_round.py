# expect: gaps-are-to-the-rest failed "The sign is wrong:"
# expect: ends-are-right not_run "waits for another check"
audit["gap"] = -audit["gap"]
