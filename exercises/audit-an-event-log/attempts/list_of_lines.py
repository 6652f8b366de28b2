# expect: finds-the-faults failed "should be a dict from line number to rule number, but it is a list of"
# expect: names-the-rules not_run "waits for another check"
faults = sorted(faults)
