# expect: finds-the-faults failed "Your line numbers are one too high."
# expect: names-the-rules not_run "waits for another check"
faults = {number + 1: rule for number, rule in faults.items()}
