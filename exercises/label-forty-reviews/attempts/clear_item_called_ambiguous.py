# expect: causes-are-shown failed "A sentence that is hard for one reader is not ambiguous"
clear = votes.max(axis=1).sort_values(kind="stable").index[-3:]
work = write_labels({one: ranked[one][1 if one in clear else 0] for one in reviews["id"]})
accuracy, kappa, kappa_interval = compare()
texts = reviews.set_index("id")["text"]
causes = {one: ("ambiguous item", " ".join(texts[one].split()[:3])) for one in clear}
