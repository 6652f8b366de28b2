# expect: every-digit-is-found failed "hold two or more objects"
# expect: boxes-are-tight failed "too few to judge this"
# expect: boxes-are-named failed "too few to judge this"
# expect: each-digit-has-one-box failed "hold two or more objects"
# expect: boxes-follow-the-ink failed "too few to judge this"
# expect: whole-digits-are-named failed "too few to judge this"
# expect: cut-off-digits-are-named failed "too few to judge this"
work = write_boxes(dict.fromkeys(right_boxes, [[0, 0, 480, 320, "3"]]))
