# expect: names-the-rules failed "breaks an earlier rule as well"
faults = {number: min(10, rule + 1) for number, rule in faults.items()}
