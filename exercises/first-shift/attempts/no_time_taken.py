# expect: items-are-read failed "took less time than it takes to look at them"
work = write_labels(mine, seconds=0.3)
