# expect: every-digit-is-found failed "blots are boxed"
work = write_boxes({item: boxes + blots for item, (boxes, blots) in seen.items()})
