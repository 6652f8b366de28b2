# expect: finds-the-faults failed "Comparing after NFC, or by eye, hides it"
spared = min(number for number, rule in faults.items() if rule == 10)
faults = {number: rule for number, rule in faults.items() if rule != 5 and number != spared}
