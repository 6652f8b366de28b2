# expect: overruled-are-found failed "In a tie you took the first class:"
first_leader = shares.argmax(axis=1) + 1
overruled = [
    patient for patient in range(1, 46) if first_leader[patient - 1] != fitness[patient] and patient != 12
]
