# expect: every-digit-is-found failed "They are as small as the blots"
work = write_boxes({item: boxes + blots for item, (boxes, blots) in seen.items()})
