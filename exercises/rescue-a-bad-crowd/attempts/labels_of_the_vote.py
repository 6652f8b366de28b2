# expect: labels-are-rescued failed "the majority vote of all eight"
final = majority.fillna(labels[0])
