# expect: the-three-are-found failed "The third gives different labels but exchanges two of them"
# expect: kinds-are-right not_run "waits for another check"
flagged = {name: kind for name, kind in flagged.items() if kind == "one answer"}
