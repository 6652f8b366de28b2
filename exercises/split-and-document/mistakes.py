"""Wrong answers to "Split without leaks, and document". Each cell runs after the solution; its first lines are what the learner reads."""

# %% exact-copies-only
# expect: groups-are-right failed "You grouped only exact copies"
group = messages.groupby("text").ngroup().tolist()

# %% threshold-of-nine-tenths
# expect: groups-are-right failed "This is the result of a threshold of 0.9"
group = list(range(len(cut)))
for value, a, b in alike:
    if value >= 0.9 and group[a] != group[b]:
        old, new = group[b], group[a]
        group = [new if number == old else number for number in group]

# %% chains-broken
# expect: groups-are-right failed "Some chains are broken:"
group = list(range(len(cut)))
for value, a, b in alike:
    if value >= 0.8:
        group[b] = a

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

# %% oversamples-before-the-split
# expect: every-message-has-one-part failed "You copied messages (perhaps to balance the classes) before you"
more = messages[messages["label"] == "spam"]
balanced = pd.concat([messages, more, more], ignore_index=True)
rng = np.random.default_rng(0)
split = pd.DataFrame(
    {"id": balanced["id"], "part": np.where(rng.random(len(balanced)) < 0.2, "test", "train")}
)

# %% drops-the-copies
# expect: every-message-has-one-part failed "You dropped near-duplicates"
split = split[~pd.Series(group).duplicated().to_numpy()]

# %% shuffles-rows
# expect: no-group-is-cut-apart failed "You split single rows, not groups"
from sklearn.model_selection import train_test_split

_, test = train_test_split(range(800), test_size=0.2, random_state=0, stratify=messages["label"])
split = pd.DataFrame({"id": messages["id"], "part": "train"})
split.loc[list(test), "part"] = "test"

# %% keeps-exact-copies-only
# expect: no-group-is-cut-apart failed "You keep exact copies together, but not near-duplicates"
copies = messages.groupby("text").ngroup()
train, test = next(folds.split(messages, messages["label"], groups=copies))
split = pd.DataFrame({"id": messages["id"], "part": "train"})
split.loc[test, "part"] = "test"

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

# %% words-cut-at-spaces
# You split at spaces, so a comma or a dash next to a word hides a copy.
# Try: Use `re.findall(r"\w+", ...)` for the words.
leaked = sharing(lambda text: text.lower().split())

# %% words-cut-at-spaces-and-case-kept
# You split at spaces and kept case and punctuation, so a comma or a capital letter hides a copy.
# Try: Use `re.findall(r"\w+", text.lower())` for the words.
leaked = sharing(str.split)

# %% case-is-compared
# You compared upper and lower case as different, so you do not find a copy in capitals.
# Try: First change the text to lower case.
leaked = sharing(lambda text: re.findall(r"\w+", text))

# %% fourteen-words
# You used runs of 14 words, so you do not find a copy of exactly 13 words.
# Try: Count the words of a run.
leaked = sharing(words, 14)

# %% shorter-runs
# You used runs of fewer than 13 words. Texts share such short runs by chance or in quotations.
# Try: Take `words[i : i + 13]` for a run of 13 words.
leaked = sharing(words, 12)

# %% characters-for-words
# You compared runs of 13 *characters*. Nearly all texts share one.
# Try: First make a list of words, then take runs of words.
leaked = sharing(str.lower)

# %% whole-texts-compared
# You compared whole texts. No test text equals a training text, but some contain a long piece of one.
# Try: Compare runs of 13 words.
leaked = [name for name, text in test_texts.items() if text in set(train_texts)]

# %% everything-is-leaked
# You named every test text. This finds all leaks, but no test is left.
# Try: Name only the texts that share a run of 13 words.
leaked = list(test_texts.index)

# %% training-texts-named
# You gave the ids of training texts.
# Try: Give the ids of the test texts.
train_texts, test_texts = test_texts, train_texts
leaked = sharing(words)

# %% headings-without-answers
# expect: seven-sections-are-filled failed "A heading without an answer"
# expect: source-and-licence-are-named failed "the licence"
datasheet = re.sub(
    r"(## Distribution\n\n).*?(?=## Maintenance)", r"\1See above.\n\n", datasheet, flags=re.DOTALL
)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")

# %% filler-text
# expect: seven-sections-are-filled failed "only 1 different word."
datasheet = re.sub(r"(?<=## Uses\n\n).*?(?=\n## )", "word " * 30, datasheet, flags=re.DOTALL)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")

# %% file-not-written-again
# expect: seven-sections-are-filled failed "One of the two was changed after the file was written"
datasheet = datasheet.replace("version number", "version")

# %% counts-groups-not-messages
# expect: numbers-match-the-data failed "share of *groups*"
sizes = pd.Series(group).value_counts()
datasheet = re.sub(
    r"- near-duplicates: [\d.]+", f"- near-duplicates: {100 * (sizes > 1).mean():.1f}", datasheet
)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")

# %% numbers-of-the-card
# expect: numbers-match-the-data failed "the numbers of the whole collection"
datasheet = re.sub(r"- spam: [\d.]+", "- spam: 13.2", re.sub(r"- rows: \d+", "- rows: 4,837", datasheet))
Path("datasheet.md").write_text(datasheet, encoding="utf-8")

# %% shares-for-per-cent
# expect: numbers-match-the-data failed "You wrote shares from 0 to 1 instead of per cent"
datasheet = re.sub(r"- spam: [\d.]+ %", f"- spam: {spam:.4f}", datasheet)
datasheet = re.sub(r"- ham: [\d.]+ %", f"- ham: {1 - spam:.4f}", datasheet)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")

# %% licence-of-the-package
# expect: source-and-licence-are-named failed "You gave the licence of the Python package"
datasheet = datasheet.replace("CC BY 4.0", "MIT")
Path("datasheet.md").write_text(datasheet, encoding="utf-8")
