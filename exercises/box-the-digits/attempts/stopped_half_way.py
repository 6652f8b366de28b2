# expect: every-picture-is-finished failed "No annotation is given for 8 of 15"
work = write_boxes(dict(list(right_boxes.items())[:7]))
