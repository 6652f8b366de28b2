# expect: finds-the-faults failed "of the lines you name have no fault, such as"
faults = {number: rule or 1 for number, rule in found}
