# expect: labels-stay-with-the-crowd failed "This rule misses "not", "but" and irony"
# expect: clear-sentences-are-read-as-the-crowd-does failed "This rule misses "not""
# expect: each-label-is-found failed "This rule misses "not""
import re

good = {
    "good",
    "great",
    "best",
    "better",
    "love",
    "easy",
    "nice",
    "excellent",
    "perfect",
    "well",
    "like",
    "works",
    "happy",
}
bad = {
    "bad",
    "poor",
    "worst",
    "worse",
    "hate",
    "problem",
    "problems",
    "broke",
    "not",
    "no",
    "never",
    "hard",
    "return",
}


def by_words(text):
    words = re.findall(r"[a-z']+", text.lower())
    score = sum(word in good for word in words) - sum(word in bad for word in words)
    return names[int(np.sign(score))]


work = write_labels(reviews.set_index("id")["text"].map(by_words).to_dict())
accuracy, kappa, kappa_interval = compare()
causes = explain()
