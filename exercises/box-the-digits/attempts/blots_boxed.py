# expect: every-digit-is-found failed "of your boxes are around the blots"
work = write_boxes({item: boxes + blots for item, (boxes, blots) in seen.items()})
