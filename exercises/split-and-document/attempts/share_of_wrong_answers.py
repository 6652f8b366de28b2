# expect: random-split-rewards-memory failed "This is the share of wrong answers"
# expect: group-split-does-not failed "This is the share of wrong answers"
accuracy_random, accuracy_groups = 1 - accuracy_random, 1 - accuracy_groups
