# expect: the-weekly-offer-is-worked-out failed "You subtracted the unpaid hours from the paid hours"

weekly = next(one.id for one in offers.itertuples() if "In the contract" in one.text)
start = next(one.id for one in offers.itertuples() if "Before the first week" in one.text)
task = next(one.id for one in offers.itertuples() if "accepted task" in one.text)
text = offers.set_index("id")["text"]

rate, _, paid, unpaid = numbers(text[weekly])
start_rate, weeks, start_paid, start_unpaid, tests, training = numbers(text[start])
each, minutes, rejected, tasks, looking = numbers(text[task])

pay = pay | {weekly: rate * (paid - unpaid) / paid}
