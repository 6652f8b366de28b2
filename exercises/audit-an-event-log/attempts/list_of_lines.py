# expect: finds-the-faults failed "is not a dict from line number to rule number"
# expect: names-the-rules not_run "waits for another check"
faults = sorted(faults)
