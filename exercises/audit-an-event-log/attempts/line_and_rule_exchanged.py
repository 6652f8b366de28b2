# expect: finds-the-faults failed "You exchanged line and rule"
# expect: names-the-rules not_run "waits for another check"
faults = {rule: line for line, rule in faults.items()}
