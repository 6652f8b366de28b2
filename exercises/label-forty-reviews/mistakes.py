"""Wrong answers to "Label forty reviews". Each cell runs after the solution; its first lines are what the learner reads."""

# %% a-handful-labelled
# expect: every-sentence-is-settled failed "37 of 40 sentences have no label yet"
# expect: labels-stay-with-the-crowd not_run "waits for another check"
# expect: accuracy-is-right failed "cannot be computed from your own earlier answers"
# expect: kappa-is-right failed "cannot be computed from your own earlier answers"
# expect: interval-is-over-sentences not_attempted "Only 3 sentences can be compared"
known = [one for one in reviews["id"] if crowd[one]]
work = write_labels({one: ranked[one][0] for one in known[:3]})
causes = explain()


# %% above-one
# expect: kappa-is-right failed "Kappa is never above 1"
kappa = 1.7


# %% accuracy-drawn
# expect: interval-is-over-sentences failed "near to the interval of the accuracy"
both = pd.DataFrame({"mine": mine, "crowd": crowd}).dropna().to_numpy()
rng = np.random.default_rng(0)
drawn = both[rng.integers(0, len(both), (2000, len(both)))]
kappa_interval = tuple(np.percentile((drawn[:, :, 0] == drawn[:, :, 1]).mean(axis=1), [2.5, 97.5]))


# %% accuracy-s-interval
# expect: interval-is-over-sentences failed "does not contain your kappa"
kappa_interval = (accuracy + 0.01, 1.0)


# %% all-as-the-majority
# expect: interval-is-over-sentences failed "Draw row numbers with replacement"
work = write_labels({one: ranked[one][0] for one in reviews["id"]})
mine = work.frame().set_index("item")["value"].reindex(reviews["id"])
accuracy, kappa, kappa_interval = compare()
kappa_interval = (0.5, 1.0)
causes = explain()


# %% by-keywords
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


# %% cause-after-words
# expect: causes-are-shown failed "has the words first and the cause second"
causes = {one: (quote, cause) for one, (cause, quote) in causes.items()}


# %% cause-outside-the-list
# expect: causes-are-shown failed "is not one of the choices"
causes = {one: ("the crowd is wrong", quote) for one, (cause, quote) in causes.items()}


# %% clear-item-called-ambiguous
# expect: causes-are-shown failed "A sentence that is hard for one reader is not ambiguous"
clear = votes.max(axis=1).sort_values(kind="stable").index[-3:]
work = write_labels({one: ranked[one][1 if one in clear else 0] for one in reviews["id"]})
accuracy, kappa, kappa_interval = compare()
texts = reviews.set_index("id")["text"]
causes = {one: ("ambiguous item", " ".join(texts[one].split()[:3])) for one in clear}


# %% column-with-itself
# expect: accuracy-is-right failed "Did you compare a column with itself"
accuracy = (crowd[crowd.notna()] == crowd[crowd.notna()]).mean()


# %% copied-in-no-time
# expect: sentences-are-read failed "Half took 0.001 seconds or less"
work = write_labels({one: ranked[one][0] for one in reviews["id"]}, seconds=0.001)
accuracy, kappa, kappa_interval = compare()
causes = explain()


# %% divided-as-row-numbers
# expect: most-divided-are-found failed "It looks like a row number"
most_divided = [list(reviews["id"]).index(one) for one in most_divided]


# %% divided-as-texts
# expect: most-divided-are-found failed "This is the sentence itself"
most_divided = [texts[one] for one in most_divided]


# %% draws-without-replacement
# expect: interval-is-over-sentences failed "This happens if you draw without replacement"
both = pd.DataFrame({"mine": mine, "crowd": crowd}).dropna()
shuffled = [both.sample(frac=1, random_state=number).to_numpy() for number in range(50)]
kappa_interval = tuple(np.percentile([cohens_kappa(*rows.T) for rows in shuffled], [2.5, 97.5]))


# %% everything-positive
# expect: labels-stay-with-the-crowd failed "Nearly all sentences have the label positive"
# expect: clear-sentences-are-read-as-the-crowd-does failed "Nearly all sentences have the label positive"
# expect: each-label-is-found failed "Nearly all sentences have the label positive"
work = write_labels(dict.fromkeys(reviews["id"], "positive"))
accuracy, kappa, kappa_interval = compare()
causes = explain()


# %% everything-quoted
# expect: causes-are-shown failed "A long quotation does not show which words decide"
texts = reviews.set_index("id")["text"]
long = [one for one in causes if len(texts[one].split()) > 8]
causes = {one: (cause, texts[one] if one in long else quote) for one, (cause, quote) in causes.items()}


# %% first-impressions
# expect: labels-stay-with-the-crowd failed "of your labels are acceptable to the crowd"
# expect: sentences-are-read failed "took less time than it takes to look at them. Half took 0.7 seconds or less"
# expect: clear-sentences-are-read-as-the-crowd-does failed "labels of clear sentences are the crowd's label"
# expect: each-label-is-found failed "Of the clear sentences you found only"
work = write_labels({one: names[number % 3 - 1] for number, one in enumerate(reviews["id"])}, seconds=0.7)
accuracy, kappa, kappa_interval = compare()
causes = explain()


# %% five-percent-on-each-side
# expect: interval-is-over-sentences failed "a 90 % interval"
contrary = votes.max(axis=1).sort_values(kind="stable").index[:8]
work = write_labels({one: ranked[one][int(one in contrary)] for one in reviews["id"]})
mine = work.frame().set_index("item")["value"].reindex(reviews["id"])
accuracy, kappa, kappa_interval = compare()
both = pd.DataFrame({"mine": mine, "crowd": crowd}).dropna().to_numpy()
rng = np.random.default_rng(1)
drawn = [cohens_kappa(*both[rng.integers(0, len(both), len(both))].T) for _ in range(2000)]
kappa_interval = tuple(np.percentile(drawn, [5, 95]))
causes = explain()


# %% four-divided
# expect: most-divided-are-found failed "You name 4 different sentences; the task asks for five."
most_divided = most_divided[:4]


# %% hard-ones-skipped
# expect: every-sentence-is-settled failed "If you skip the hard items, only easy items are left, and the"
# expect: labels-stay-with-the-crowd not_run "waits for another check"
hard = votes.max(axis=1) <= 11
work = write_labels(
    {one: None if hard[one] else ranked[one][0] for one in reviews["id"]}, reason="not a sentence"
)
accuracy, kappa, kappa_interval = compare()
causes = explain()


# %% kappa-and-interval-wrong
# expect: kappa-is-right failed "You used one in three as the agreement by chance"
# expect: interval-is-over-sentences failed "Put `kappa` right first"
kappa = (accuracy - 1 / 3) / (2 / 3)
kappa_interval = (kappa - 0.4, kappa - 0.3)


# %% kappa-with-itself
# expect: kappa-is-right failed "Did you compare a column with itself"
kappa = 1.0


# %% keys-swapped
# expect: labels-stay-with-the-crowd failed "You mixed up the keys"
# expect: clear-sentences-are-read-as-the-crowd-does failed "You mixed up the keys"
# expect: each-label-is-found failed "You mixed up the keys"
turned = {"negative": "positive", "neutral": "neutral", "positive": "negative"}
work = write_labels({one: turned[ranked[one][0]] for one in reviews["id"]})
accuracy, kappa, kappa_interval = compare()
causes = explain()


# %% labels-drawn-apart
# expect: interval-is-over-sentences failed "This happens if you draw your labels and the majority's"
both = pd.DataFrame({"mine": mine, "crowd": crowd}).dropna().to_numpy()
rng = np.random.default_rng(1)
draws = [
    cohens_kappa(rng.choice(both[:, 0], len(both)), rng.choice(both[:, 1], len(both))) for _ in range(1000)
]
kappa_interval = tuple(np.percentile(draws, [2.5, 97.5]))


# %% labels-one-too-late
# expect: labels-stay-with-the-crowd failed "Each label is one sentence too late or too early"
# expect: clear-sentences-are-read-as-the-crowd-does failed "Each label is one sentence"
# expect: each-label-is-found failed "Each label is one sentence"
given = [ranked[one][0] for one in reviews["id"]]
work = write_labels(dict(zip(reviews["id"], [given[-1], *given[:-1]])))
accuracy, kappa, kappa_interval = compare()
causes = explain()


# %% letters-quoted
# expect: causes-are-shown failed "are not in that sentence"
causes = {one: (cause, quote.split()[0][:-1]) for one, (cause, quote) in causes.items()}


# %% majority-as-signs
# expect: majority-is-counted failed "The counting is right. Only the names differ"
crowd = crowd.map({"negative": -1, "neutral": 0, "positive": 1})


# %% majority-with-capitals
# expect: majority-is-counted failed "Only the names differ"
crowd = crowd.str.capitalize()


# %% mean-rounded
# expect: majority-is-counted failed "sign of the rounded mean"
crowd = ratings.map(lambda values: names[np.sign(round(np.mean(values)))])


# %% more-than-half
# expect: majority-is-counted failed "You asked for more than half of the raters"
crowd = crowd.where(votes.max(axis=1) > 10, None)


# %% most-frequent-number
# expect: majority-is-counted failed "the sign of the most frequent number"
from collections import Counter

crowd = ratings.map(lambda values: names[np.sign(Counter(values).most_common(1)[0][0])])


# %% neutral-and-positive-swapped
# expect: labels-stay-with-the-crowd failed "Neutral and positive are exchanged. You mixed up the keys"
# expect: clear-sentences-are-read-as-the-crowd-does failed "Neutral and positive are exchanged"
# expect: each-label-is-found failed "Neutral and positive are exchanged"
turned = {"negative": "negative", "neutral": "positive", "positive": "neutral"}
work = write_labels({one: turned[ranked[one][0]] for one in reviews["id"]})
accuracy, kappa, kappa_interval = compare()
causes = explain()


# %% neutral-for-all-that-is-mild
# expect: labels-stay-with-the-crowd failed "A mild or mixed sentence is often not neutral"
# expect: clear-sentences-are-read-as-the-crowd-does failed "A mild or mixed sentence is often not neutral"
# expect: each-label-is-found failed "A mild or mixed sentence is often not neutral"
means = ratings.map(np.mean)
work = write_labels(
    {one: "neutral" if abs(mean) < 2 else names[np.sign(mean)] for one, mean in means.items()}
)
accuracy, kappa, kappa_interval = compare()
causes = explain()


# %% neutral-never-used
# expect: labels-stay-with-the-crowd failed "You hardly used neutral, but some sentences have no news"
# expect: clear-sentences-are-read-as-the-crowd-does failed "You hardly used neutral, but some"
# expect: each-label-is-found failed "You hardly used neutral, but some"
sides = votes[["negative", "positive"]].idxmax(axis=1)
work = write_labels(sides.to_dict())
accuracy, kappa, kappa_interval = compare()
causes = explain()


# %% one-divided-twice
# expect: most-divided-are-found failed "is there more than once"
most_divided = [*most_divided[:4], most_divided[0]]


# %% one-standard-error
# expect: interval-is-over-sentences failed "about half of the right width, as with one standard error"
middle, reach = sum(kappa_interval) / 2, (kappa_interval[1] - kappa_interval[0]) / 4
kappa_interval = (middle - reach, middle + reach)


# %% paraphrased
# expect: causes-are-shown failed "A quotation has the same words in the same order"
causes = {one: (cause, "the customer is somehow torn") for one, (cause, quote) in causes.items()}


# %% percentiles-as-shares
# expect: interval-is-over-sentences failed "both ends are among the lowest draws"
both = pd.DataFrame({"mine": mine, "crowd": crowd}).dropna().to_numpy()
rng = np.random.default_rng(1)
drawn = [cohens_kappa(*both[rng.integers(0, len(both), len(both))].T) for _ in range(2000)]
kappa_interval = tuple(np.percentile(drawn, [0.025, 0.975]))


# %% rounded
# expect: accuracy-is-right failed "right, but rounded"
# expect: kappa-is-right failed "right, but rounded"
# expect: interval-is-over-sentences passed "interval of 10,000 draws"
accuracy, kappa = round(accuracy, 3), round(kappa, 3)


# %% sign-of-the-mean
# expect: majority-is-counted failed "This is the sign of the mean"
crowd = ratings.map(lambda values: names[np.sign(np.mean(values))])


# %% skipped-without-a-reason
# expect: every-sentence-is-settled failed "are skipped without a reason"
# expect: labels-stay-with-the-crowd not_run "waits for another check"
work = write_labels({one: ranked[one][0] if number > 1 else None for number, one in enumerate(reviews["id"])})
accuracy, kappa, kappa_interval = compare()
causes = explain()


# %% somebody-else-s-labels
# expect: every-sentence-is-settled failed "were made by `bob`, not by `ada`"
# expect: accuracy-is-right failed "were made by `bob`"
# expect: kappa-is-right failed "were made by `bob`"
# expect: causes-are-shown failed "were made by `bob`"
# expect: interval-is-over-sentences failed "were made by `bob`"
from pathlib import Path

journal = Path("forty-reviews.annotations.jsonl")
journal.write_text(
    journal.read_text("utf-8").replace('"annotator": "scripted"', '"annotator": "bob"'), "utf-8"
)


# %% stop-words-quoted
# expect: causes-are-shown failed "fit any sentence"
few = {"the", "a", "it", "i", "is", "this", "to", "and", "of"}
stops = {one: [word for word in texts[one].lower().split() if word in few] for one in causes}
causes = {one: (cause, stops[one][0] if stops[one] else quote) for one, (cause, quote) in causes.items()}


# %% stopped-half-way
# expect: every-sentence-is-settled failed "20 of 40 sentences have no label yet"
# expect: labels-stay-with-the-crowd not_run "waits for another check"
work = write_labels({one: ranked[one][0] for one in reviews["id"][:20]})
accuracy, kappa, kappa_interval = compare()
causes = explain()


# %% ties-are-neutral
# expect: majority-is-counted failed "In a tie you wrote neutral"
crowd = crowd.fillna("neutral")


# %% ties-as-a-word
# expect: majority-is-counted failed "`crowd` has values that are not labels: `'tie'`"
crowd = crowd.fillna("tie")


# %% ties-before-divided
# expect: most-divided-are-found failed "for the last place"
lead = votes.max(axis=1).sort_values(kind="stable")
last = lead.index[lead == lead.iloc[4]]
more_divided = lead.index[lead < lead.iloc[4]]
# With one sentence at the last place there is nothing to exchange: then one that is less divided is named.
most_divided = [*more_divided[1:], *last][:5]


# %% ties-by-order
# expect: majority-is-counted failed "In a tie you took the first of the labels, as `idxmax`"
crowd = ratings.map(lambda values: pd.Series(np.sign(values)).map(names).mode()[0])


# %% unknown-id
# expect: causes-are-shown failed "is not the id of one of your forty sentences"
causes = {"no such id": next(iter(causes.values())), **causes}


# %% widest-ratings
# expect: most-divided-are-found failed "the widest spread of ratings"
most_divided = ratings.map(np.std).sort_values(ascending=False, kind="stable").index[:5].tolist()


# %% zeros-are-positive
# expect: majority-is-counted failed "You counted the zeros as positive"
crowd = ratings.map(lambda values: "positive" if sum(x >= 0 for x in values) > 10 else "negative")


# %% agreement-in-percent
# This is a percentage.
# Try: Do not multiply by 100.
accuracy = 100 * accuracy


# %% count-for-accuracy
# This is a count, not a share.
# Try: Divide by the number of sentences that are left.
own, theirs = compared()
accuracy = (own == theirs).sum()


# %% share-that-differs
# This is the share of sentences on which you differ.
# Try: Count the sentences with the same label.
accuracy = 1 - accuracy


# %% ties-counted-as-wrong
# You counted ties as wrong.
# Try: Leave out ties and skipped sentences. pandas may show None as NaN: `.dropna()` leaves out both.
own, theirs = compared()
accuracy = (own == theirs).sum() / own_labels().count()


# %% divided-by-all-forty
# You divided by all forty sentences, so ties and skipped sentences count as wrong.
# Try: Leave out ties and skipped sentences. pandas may show None as NaN: `.dropna()` leaves out both.
own, theirs = compared()
accuracy = (own == theirs).sum() / len(reviews)


# %% ties-counted-as-right
# You counted ties as right.
# Try: Leave out the ties.
own, theirs = compared()
accuracy = 1 - (own != theirs).sum() / own_labels().count()


# %% clear-sentences-only
# This is the share over the sentences on which the crowd agrees.
# Try: Count all sentences that have your label and a majority label.
clear = own_labels().notna() & (votes.max(axis=1) >= 14)
accuracy = (own_labels()[clear] == crowd[clear]).mean()


# %% acceptable-labels
# This is the share of acceptable labels, from part 1.
# Try: Compare with the majority's label only.
from labelwright.quality.calibration import acceptance

labels = own_labels().dropna()
worth = acceptance(votes.loc[labels.index, LABELS].to_numpy(), 0.3)
accuracy = np.mean([row[LABELS.index(label)] for row, label in zip(worth, labels, strict=True)])


# %% one-sentence-too-few
# You divided by one sentence too few.
# Try: Divide by the number of sentences that are left.
own, theirs = compared()
accuracy = (own == theirs).sum() / (len(own) - 1)


# %% one-sentence-too-many
# You divided by one sentence too many.
# Try: Divide by the number of sentences that are left.
own, theirs = compared()
accuracy = (own == theirs).sum() / (len(own) + 1)


# %% accuracy-for-kappa
# This is the accuracy. You did not subtract the agreement by chance.
# Try: Compute e, then (p - e) / (1 - e).
kappa, _ = p_and_e()


# %% chance-for-kappa
# This is e, the agreement by chance.
# Try: Compute (p - e) / (1 - e).
_, kappa = p_and_e()


# %% not-divided
# This is p - e, without the division.
# Try: Divide by (1 - e).
p, e = p_and_e()
kappa = p - e


# %% kappa-in-percent
# This is a percentage.
# Try: Do not multiply by 100.
kappa = 100 * kappa


# %% brackets-below-missing
# The brackets around (1 - e) are missing.
# Try: Write both brackets: (p - e) / (1 - e).
p, e = p_and_e()
kappa = p - e / 1 - e


# %% brackets-above-missing
# The brackets around (p - e) are missing.
# Try: Write both brackets: (p - e) / (1 - e).
p, e = p_and_e()
kappa = p - e / (1 - e)


# %% divided-by-the-wrong-rest
# You divided by 1 - p.
# Try: Divide by 1 - e, the largest value that p - e can have.
p, e = p_and_e()
kappa = (p - e) / (1 - p)


# %% chance-is-one-in-three
# You used one in three as the agreement by chance.
# Try: Use your shares of the labels and the majority's shares.
p, e = p_and_e()
kappa = (p - 1 / 3) / (1 - 1 / 3)


# %% scott-s-pi
# You put both sides together: this is Scott's pi.
# Try: Compute your shares and the majority's shares separately.
own, theirs = compared()
both = np.concatenate([own, theirs])
e = chance(both, both)
kappa = ((own == theirs).mean() - e) / (1 - e)


# %% chance-from-the-majority-s-shares
# You computed chance from the majority's shares only.
# Try: Multiply your share of a label by the majority's share of it.
own, theirs = compared()
e = chance(theirs, theirs)
kappa = ((own == theirs).mean() - e) / (1 - e)


# %% chance-from-own-shares
# You computed chance from your own shares only.
# Try: Multiply your share of a label by the majority's share of it.
own, theirs = compared()
e = chance(own, own)
kappa = ((own == theirs).mean() - e) / (1 - e)


# %% linear-weights
# This is a weighted kappa, with linear weights.
# Try: Leave out the weights.
from sklearn.metrics import cohen_kappa_score

kappa = cohen_kappa_score(*compared(), labels=LABELS, weights="linear")


# %% quadratic-weights
# This is a weighted kappa, with quadratic weights.
# Try: Leave out the weights.
from sklearn.metrics import cohen_kappa_score

kappa = cohen_kappa_score(*compared(), labels=LABELS, weights="quadratic")


# %% ties-kept
# You kept the ties.
# Try: Leave out ties and skipped sentences first. pandas may show None as NaN: `.dropna()` leaves out both.
labels = own_labels().dropna()
theirs = crowd[labels.index]
e = chance(labels, theirs)
kappa = ((labels == theirs).mean() - e) / (1 - e)


# %% ties-and-skipped-kept
# You kept the ties and the skipped sentences.
# Try: Leave out ties and skipped sentences first. pandas may show None as NaN: `.dropna()` leaves out both.
labels = own_labels()
theirs = crowd.where(labels.notna(), None)
e = chance(labels, theirs)
kappa = ((labels == theirs).mean() - e) / (1 - e)


# %% table-with-all-rows
# You kept the ties and the skipped sentences.
# Try: Leave out ties and skipped sentences first. pandas may show None as NaN: `.dropna()` leaves out both.
labels = own_labels()
e = chance(labels, crowd)
kappa = ((labels == crowd).mean() - e) / (1 - e)


# %% other-sentences-for-e
# For e you also counted sentences that are left out of p: all your labels, and all labels of the majority.
# Try: Leave out ties and skipped sentences first. pandas may show None as NaN: `.dropna()` leaves out both.
p, e = p_and_e()
e = chance(own_labels().dropna(), crowd.dropna())
kappa = (p - e) / (1 - e)


# %% all-forty-for-e
# For e you divided by all forty sentences, also by those that are left out of p.
# Try: Leave out ties and skipped sentences first. pandas may show None as NaN: `.dropna()` leaves out both.
p, e = p_and_e()
e = chance(own_labels(), crowd)
kappa = (p - e) / (1 - e)
