# expect: finds-the-faults failed "lines you name are sound"
faults = {number: rule or 1 for number, rule in found}
