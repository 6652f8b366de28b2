# expect: labels-stay-with-the-crowd failed "You mixed up the keys"
# expect: clear-sentences-are-read-as-the-crowd-does failed "You mixed up the keys"
# expect: each-label-is-found failed "You mixed up the keys"
turned = {"negative": "positive", "neutral": "neutral", "positive": "negative"}
work = write_labels({one: turned[ranked[one][0]] for one in reviews["id"]})
accuracy, kappa, kappa_interval = compare()
causes = explain()
