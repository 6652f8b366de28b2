# expect: finds-the-faults failed "Among the faults you miss, one breaks rule 6"
faults = {number: rule for number, rule in faults.items() if rule < 6}
