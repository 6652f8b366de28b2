# expect: every-digit-is-found failed "They are around blots"
work = write_boxes({item: boxes + blots for item, (boxes, blots) in seen.items()})
