# expect: finds-the-faults failed "If a file is not read as UTF-8, such names look broken"
seen = set()
garbled = log.read_text(encoding="latin-1").split("\n")[:-1]
found = [(number, broken_rule(line, seen)) for number, line in enumerate(garbled, start=1)]
faults = {number: rule for number, rule in found if rule}
