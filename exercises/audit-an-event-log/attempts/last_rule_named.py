# expect: names-the-rules failed "This line also breaks an earlier rule"
faults = {number: min(10, rule + 1) for number, rule in faults.items()}
