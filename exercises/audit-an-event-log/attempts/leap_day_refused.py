# expect: finds-the-faults failed "2024 is a leap year"
faults |= {
    number: 9 for number, line in enumerate(lines, start=1) if "02-29T" in line and number not in faults
}
