# expect: overruled-are-found failed "A tie was settled by the order of the classes"
first_leader = shares.argmax(axis=1) + 1
overruled = [
    patient for patient in range(1, 46) if first_leader[patient - 1] != fitness[patient] and patient != 12
]
