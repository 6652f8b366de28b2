# expect: the-three-are-found failed "can still have them the wrong way round"
# expect: kinds-are-right not_run "waits for another check"
flagged = {name: kind for name, kind in flagged.items() if kind == "one answer"}
