# expect: every-change-is-logged passed
# expect: before-and-after-are-right passed
log["after"] = [
    "" if cell is None or cell != cell else cell if isinstance(cell, str) else f"{cell:g}"
    for cell in log["after"]
]
log["before"] = [None if cell == "" else cell for cell in log["before"]]
