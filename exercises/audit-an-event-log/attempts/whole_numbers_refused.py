# expect: finds-the-faults failed "You took a confidence of 1 for a fault"


def readable(line):
    try:
        return json.loads(line)
    except ValueError:
        return {}


faults |= {
    number: 3
    for number, line in enumerate(lines, start=1)
    if number not in faults and not isinstance(readable(line).get("confidence"), float)
}
