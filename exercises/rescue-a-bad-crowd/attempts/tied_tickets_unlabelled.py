# expect: labels-are-rescued failed "have no label of the three"
final = majority
