# expect: every-picture-is-finished failed "are finished without a box"
# expect: every-digit-is-found failed "5 pictures have no finished box"
# expect: each-digit-has-one-box failed "Fewer than half of the digits have a matching box"
smallest = sorted(right_boxes, key=lambda item: len(right_boxes[item]))[:5]
work = write_boxes({item: [] if item in smallest else boxes for item, boxes in right_boxes.items()})
