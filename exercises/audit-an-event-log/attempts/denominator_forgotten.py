# expect: intervals-are-wilsons failed "You did not divide the middle and the half width by 1 + z² / n"
flag_intervals = {
    name: tuple(end * (1 + 1.96**2 / flags["size"][name]) for end in ends)
    for name, ends in flag_intervals.items()
}
