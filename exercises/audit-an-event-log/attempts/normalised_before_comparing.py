# expect: finds-the-faults failed "If you convert to NFC first, or compare by eye, you do not see"
spared = min(number for number, rule in faults.items() if rule == 10)
faults = {number: rule for number, rule in faults.items() if rule != 5 and number != spared}
