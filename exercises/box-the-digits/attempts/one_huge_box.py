# expect: every-digit-is-found failed "hold two or more objects"
# expect: boxes-are-tight failed "First correct the boxes"
# expect: boxes-are-named failed "First correct the boxes"
# expect: each-digit-has-one-box failed "hold two or more objects"
# expect: boxes-follow-the-ink failed "First correct the boxes"
# expect: whole-digits-are-named failed "First correct the boxes"
# expect: cut-off-digits-are-named failed "First correct the boxes"
work = write_boxes(dict.fromkeys(right_boxes, [[0, 0, 480, 320, "3"]]))
