# expect: accuracy-is-right failed "This is a percentage"
accuracy = 100 * accuracy
