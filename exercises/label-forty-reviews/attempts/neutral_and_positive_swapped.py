# expect: labels-stay-with-the-crowd failed "Neutral and positive are exchanged. You mixed up the keys"
# expect: clear-sentences-are-read-as-the-crowd-does failed "Neutral and positive are exchanged"
# expect: each-label-is-found failed "Neutral and positive are exchanged"
turned = {"negative": "negative", "neutral": "positive", "positive": "neutral"}
work = write_labels({one: turned[ranked[one][0]] for one in reviews["id"]})
accuracy, kappa, kappa_interval = compare()
causes = explain()
