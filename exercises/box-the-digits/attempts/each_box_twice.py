# expect: every-digit-is-found failed "are a second box around an object that has one already"
# expect: each-digit-has-one-box failed "are a second box around an object that has one already"
work = write_boxes({item: boxes + boxes for item, boxes in right_boxes.items()})
