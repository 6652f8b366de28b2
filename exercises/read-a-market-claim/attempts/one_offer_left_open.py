# expect: the-offer-by-the-task-is-worked-out not_attempted "`pay` has no entry for `"

weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

pay = pay | {task: ...}
