# expect: finds-the-faults failed "The accent is not a fault:"
for number, line in enumerate(lines, start=1):
    name = line.partition('"annotator": "')[2].partition('"')[0]
    if not name.isascii() and number not in faults:
        faults[number] = 5
