"""Wrong answers to "Audit an event log". Each cell runs after the solution."""

# %% accents-accused
# expect: finds-the-faults failed "The accent is not a fault:"
for number, line in enumerate(lines, start=1):
    name = line.partition('"annotator": "')[2].partition('"')[0]
    if not name.isascii() and number not in faults:
        faults[number] = 5


# %% denominator-forgotten
# expect: intervals-are-wilsons failed "You did not divide the middle and the half width by 1 + z² / n"
flag_intervals = {
    name: tuple(end * (1 + 1.96**2 / flags["size"][name]) for end in ends)
    for name, ends in flag_intervals.items()
}


# %% end-must-lie-inside
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


# %% everything-accused
# expect: finds-the-faults failed "of the lines you name have no fault, such as"
faults = {number: rule or 1 for number, rule in found}


# %% half-the-rules
# expect: finds-the-faults failed "One of the faults that you missed breaks rule 6"
faults = {number: rule for number, rule in faults.items() if rule < 6}


# %% items-taken-for-repeats
# expect: finds-the-faults failed "Several annotators label the same item"
items = pd.Series([line.split('"item_id": "')[1][:8] if "item_id" in line else line for line in lines])
faults |= {number + 1: 4 for number in items.index[items.duplicated()] if number + 1 not in faults}


# %% last-rule-named
# expect: names-the-rules failed "This line also breaks an earlier rule"
faults = {number: min(10, rule + 1) for number, rule in faults.items()}


# %% leap-day-refused
# expect: finds-the-faults failed "2024 is a leap year"
faults |= {
    number: 9 for number, line in enumerate(lines, start=1) if "02-29T" in line and number not in faults
}


# %% line-and-rule-exchanged
# expect: finds-the-faults failed "You exchanged line and rule"
# expect: names-the-rules not_run "waits for another check"
faults = {rule: line for line, rule in faults.items()}


# %% lines-from-zero
# expect: finds-the-faults failed "You counted the lines from 0"
# expect: names-the-rules not_run "waits for another check"
faults = {number - 1: rule for number, rule in faults.items()}


# %% lines-one-too-high
# expect: finds-the-faults failed "Your line numbers are one too high."
# expect: names-the-rules not_run "waits for another check"
faults = {number + 1: rule for number, rule in faults.items()}


# %% list-of-lines
# expect: finds-the-faults failed "should be a dict from line number to rule number, but it is a list of"
# expect: names-the-rules not_run "waits for another check"
faults = sorted(faults)


# %% mean-reported
# A few very long events raise the mean. A usual event does not take that long.
figure = "mean"


# %% mean-times
# expect: medians-are-right failed "These are means"
# expect: figure-fits-the-data not_run "waits for another check"
median_seconds = sound.groupby("annotator")["seconds"].mean().to_dict()


# %% middle-and-half-width
# expect: intervals-are-wilsons failed "the middle and half the width of the interval"
flag_intervals = {name: ((low + high) / 2, (high - low) / 2) for name, (low, high) in flag_intervals.items()}


# %% minutes
# expect: medians-are-right failed "These are minutes"
median_seconds = {name: seconds / 60 for name, seconds in median_seconds.items()}


# %% normalised-before-comparing
# expect: finds-the-faults failed "If you convert to NFC first, or compare by eye, you do not see"
spared = min(number for number, rule in faults.items() if rule == 10)
faults = {number: rule for number, rule in faults.items() if rule != 5 and number != spared}


# %% one-standard-error
# expect: intervals-are-wilsons failed "You used one standard error instead of a 95 % interval"
flag_intervals = {name: wilson(row["sum"], row["size"], 1) for name, row in flags.iterrows()}


# %% percentages
# expect: intervals-are-wilsons failed "These are percentages"
flag_intervals = {name: (100 * low, 100 * high) for name, (low, high) in flag_intervals.items()}


# %% read-as-latin-1
# expect: finds-the-faults failed "If a file is not read as UTF-8, such names look broken"
seen = set()
garbled = log.read_text(encoding="latin-1").split("\n")[:-1]
found = [(number, broken_rule(line, seen)) for number, line in enumerate(garbled, start=1)]
faults = {number: rule for number, rule in found if rule}


# %% reason-of-the-mean
# This is true of the mean. Here it is a reason not to use it.
reason = "uses every value"


# %% reason-of-wishes
# If you choose a figure because it is smaller, you choose the result that you want.
reason = "smaller number"


# %% reason-of-habit
# A habit says nothing about this log.
reason = "custom"


# %% share-of-the-whole-log
# expect: intervals-are-wilsons failed "You divided the flags by the number of events in the whole log"
flag_intervals = {name: wilson(row["sum"], len(sound)) for name, row in flags.iterrows()}


# %% walds-interval
# expect: intervals-are-wilsons failed "Wald's interval, which fails near 0 and 1"
flag_intervals = {}
for name, row in flags.iterrows():
    p, n = row["sum"] / row["size"], row["size"]
    half = 1.96 * (p * (1 - p) / n) ** 0.5
    flag_intervals[name] = (max(0.0, p - half), p + half)


# %% whole-numbers-refused
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
