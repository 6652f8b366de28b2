# expect: finds-the-faults failed "A confidence of 1 was taken for a fault"


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
