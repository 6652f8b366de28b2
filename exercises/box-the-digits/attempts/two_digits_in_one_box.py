# expect: every-digit-is-found failed "boxes hold two or more objects"
# expect: each-digit-has-one-box failed "boxes hold two or more objects"
def joined(boxes):
    first, *others = boxes
    second = min(others, key=lambda box: abs(box[0] - first[0]) + abs(box[1] - first[1]))
    x, y = min(first[0], second[0]), min(first[1], second[1])
    right = max(box[0] + box[2] for box in (first, second))
    below = max(box[1] + box[3] for box in (first, second))
    both = [x, y, right - x, below - y, first[4]]
    return [both, *(box for box in others if box is not second)]


work = write_boxes({item: joined(boxes) for item, boxes in right_boxes.items()})
