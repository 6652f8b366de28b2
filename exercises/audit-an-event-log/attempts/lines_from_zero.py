# expect: finds-the-faults failed "You counted the lines from 0"
# expect: names-the-rules not_run "waits for another check"
faults = {number - 1: rule for number, rule in faults.items()}
