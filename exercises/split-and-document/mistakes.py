"""Wrong answers to "Split without leaks, and document": each cell runs after the solution, and its first lines say what must come back."""

# %% all-copies-of-spam-in-the-test
# expect: classes-keep-their-shares failed "You chose groups without looking at the labels"
spam_share = (messages["label"] == "spam").groupby(group).mean()
order = pd.Series(group).map(spam_share).sort_values(ascending=False, kind="stable").index
chosen, taken = set(), 0
for row in order:
    if group[row] not in chosen and taken < 160:
        chosen.add(group[row])
        taken += group.count(group[row])
split = pd.DataFrame({"id": messages["id"], "part": ["test" if one in chosen else "train" for one in group]})


# %% case-is-compared
# expect: what-is-kept-is-clean failed "You compared upper and lower case as different, so you do not"
def runs(text, n=13):
    """Runs of n words as they are written."""
    words = re.findall(r"\w+", text)
    return {tuple(words[start : start + n]) for start in range(len(words) - n + 1)}


seen = set().union(*(runs(text) for text in train_texts))
leaked = [name for name, text in test_texts.items() if runs(text) & seen]


# %% chains-broken
# expect: groups-are-right failed "Some chains are broken:"
# expect: random-split-rewards-memory not_run "waits for another check"
# expect: group-split-does-not not_run "waits for another check"
group = list(range(len(cut)))
for value, a, b in alike:
    if value >= 0.8:
        group[b] = a


# %% counts-groups-not-messages
# expect: numbers-match-the-data failed "share of *groups*"
sizes = pd.Series(group).value_counts()
datasheet = re.sub(
    r"- near-duplicates: [\d.]+", f"- near-duplicates: {100 * (sizes > 1).mean():.1f}", datasheet
)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")


# %% drops-the-copies
# expect: every-message-has-one-part failed "You dropped near-duplicates"
# expect: no-group-is-cut-apart not_run "waits for another check"
# expect: classes-keep-their-shares not_run "waits for another check"
split = split[~pd.Series(group).duplicated().to_numpy()]


# %% everything-is-leaked
# expect: leaks-are-found failed "You named every test text"
# expect: what-is-kept-is-clean not_run "waits for another check"
leaked = list(test_texts.index)


# %% exact-copies-only
# expect: groups-are-right failed "You grouped only exact copies"
# expect: random-split-rewards-memory not_run "waits for another check"
# expect: group-split-does-not not_run "waits for another check"
group = messages.groupby("text").ngroup().tolist()


# %% file-not-written-again
# expect: seven-sections-are-filled failed "One of the two was changed after the file was written"
datasheet = datasheet.replace("version number", "version")


# %% filler-text
# expect: seven-sections-are-filled failed "only 1 different word."
datasheet = re.sub(r"(?<=## Uses\n\n).*?(?=\n## )", "word " * 30, datasheet, flags=re.DOTALL)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")


# %% headings-without-answers
# expect: seven-sections-are-filled failed "A heading without an answer"
# expect: source-and-licence-are-named failed "the licence"
datasheet = re.sub(
    r"(## Distribution\n\n).*?(?=## Maintenance)", r"\1See above.\n\n", datasheet, flags=re.DOTALL
)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")


# %% keeps-exact-copies-only
# expect: no-group-is-cut-apart failed "You keep exact copies together, but not near-duplicates"
copies = messages.groupby("text").ngroup()
train, test = next(folds.split(messages, messages["label"], groups=copies))
split = pd.DataFrame({"id": messages["id"], "part": "train"})
split.loc[test, "part"] = "test"


# %% licence-of-the-package
# expect: source-and-licence-are-named failed "You gave the licence of the Python package"
datasheet = datasheet.replace("CC BY 4.0", "MIT")
Path("datasheet.md").write_text(datasheet, encoding="utf-8")


# %% numbers-of-the-card
# expect: numbers-match-the-data failed "the numbers of the whole collection"
datasheet = re.sub(r"- spam: [\d.]+", "- spam: 13.2", re.sub(r"- rows: \d+", "- rows: 4,837", datasheet))
Path("datasheet.md").write_text(datasheet, encoding="utf-8")


# %% oversamples-before-the-split
# expect: every-message-has-one-part failed "You copied messages (perhaps to balance the classes) before you"
# expect: no-group-is-cut-apart not_run "waits for another check"
# expect: classes-keep-their-shares not_run "waits for another check"
more = messages[messages["label"] == "spam"]
balanced = pd.concat([messages, more, more], ignore_index=True)
rng = np.random.default_rng(0)
split = pd.DataFrame(
    {"id": balanced["id"], "part": np.where(rng.random(len(balanced)) < 0.2, "test", "train")}
)


# %% random-split-twice
# expect: group-split-does-not failed "you split single rows here too, or each row has its own group"
accuracy_groups = cross_val_score(model, X, labels, cv=by_rows, groups=group).mean()


# %% real-labels-in-the-lottery
# expect: random-split-rewards-memory failed "You used the real labels, spam and ham"
accuracy_random = cross_val_score(model, X, messages["label"], cv=by_rows).mean()


# %% share-of-wrong-answers
# expect: random-split-rewards-memory failed "This is the share of wrong answers"
# expect: group-split-does-not failed "This is the share of wrong answers"
accuracy_random, accuracy_groups = 1 - accuracy_random, 1 - accuracy_groups


# %% shares-for-per-cent
# expect: numbers-match-the-data failed "You wrote shares from 0 to 1 instead of per cent"
datasheet = re.sub(r"- spam: [\d.]+ %", f"- spam: {spam:.4f}", datasheet)
datasheet = re.sub(r"- ham: [\d.]+ %", f"- ham: {1 - spam:.4f}", datasheet)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")


# %% shuffles-rows
# expect: no-group-is-cut-apart failed "You split single rows, not groups"
from sklearn.model_selection import train_test_split

_, test = train_test_split(range(800), test_size=0.2, random_state=0, stratify=messages["label"])
split = pd.DataFrame({"id": messages["id"], "part": "train"})
split.loc[list(test), "part"] = "test"


# %% threshold-of-nine-tenths
# expect: groups-are-right failed "This is the result of a threshold of 0.9"
# expect: random-split-rewards-memory not_run "waits for another check"
# expect: group-split-does-not not_run "waits for another check"
group = list(range(len(cut)))
for value, a, b in alike:
    if value >= 0.9 and group[a] != group[b]:
        old, new = group[b], group[a]
        group = [new if number == old else number for number in group]


# %% twelve-words
# expect: leaks-are-found failed "You used runs of 12 words"
# expect: what-is-kept-is-clean not_run "waits for another check"
seen = set().union(*(runs(text, 12) for text in train_texts))
leaked = [name for name, text in test_texts.items() if runs(text, 12) & seen]


# %% whole-texts-compared
# expect: leaks-are-found failed "You compared whole texts"
# expect: what-is-kept-is-clean not_run "waits for another check"
leaked = [name for name, text in test_texts.items() if text in set(train_texts)]


# %% words-cut-at-spaces
# expect: leaks-are-found failed "You split at spaces, so a comma or a dash next to a word hides"
# expect: what-is-kept-is-clean not_run "waits for another check"
def runs(text, n=13):
    """Runs of n words that are separated by spaces."""
    words = text.lower().split()
    return {tuple(words[start : start + n]) for start in range(len(words) - n + 1)}


seen = set().union(*(runs(text) for text in train_texts))
leaked = [name for name, text in test_texts.items() if runs(text) & seen]
