# expect: accuracy-is-right failed "the share of sentences on which you differ"
accuracy = 1 - accuracy
