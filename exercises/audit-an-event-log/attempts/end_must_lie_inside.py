# expect: finds-the-faults failed "The end is not included, so this is allowed"


def touches_the_end(line):
    try:
        event = json.loads(line)
        return event["end"] == len(event["text"])
    except (ValueError, KeyError):
        return False


faults |= {
    number: 7 for number, line in enumerate(lines, start=1) if number not in faults and touches_the_end(line)
}
