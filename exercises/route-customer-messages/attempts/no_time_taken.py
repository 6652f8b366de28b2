# expect: messages-are-read failed "took less time than it takes to look at them"
work = write_labels(right, seconds=0.3)
