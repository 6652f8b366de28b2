# expect: finds-the-faults failed "One of the faults that you missed breaks rule 6"
faults = {number: rule for number, rule in faults.items() if rule < 6}
