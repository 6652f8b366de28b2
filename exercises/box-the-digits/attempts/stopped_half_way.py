# expect: every-picture-is-finished failed "You did not label 8 of 15"
work = write_boxes(dict(list(right_boxes.items())[:7]))
