# expect: decisions-are-right failed "Every item has the label `ambiguous`"
# expect: wrong-labels-are-found failed "Only 0% of the wrong labels are fixed"
# expect: clear-images-are-not-ambiguous failed "clear images are decided"
work = write_decisions(dict.fromkeys(right, "ambiguous"))
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
