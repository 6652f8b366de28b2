# expect: labels-are-rescued failed "of 300 tickets have none of the three labels, such as"
final = majority
