"""Wrong answers to "Mark personal data". Each cell runs after the solution; its first lines are what the learner reads."""


# %% addresses-in-parts
# expect: every-kind-is-marked-and-named failed "You marked one address in several parts"
def in_parts(text):
    found = []
    for start, end, label in mark(text):
        parts = (
            re.finditer(r"[^, ][^,]*", text[start:end])
            if label == "address"
            else [re.match(".*", text[start:end])]
        )
        found += [[start + part.start(), start + part.end(), label] for part in parts]
    return found


work = write_marks(in_parts)

# %% all-skipped
# expect: every-note-is-settled failed "skipped"
# expect: offsets-reproduce-the-text not_attempted "No span is marked yet"
# expect: nothing-personal-stays-readable failed "stay readable"
from pathlib import Path

journal = Path("personal-data.annotations.jsonl")
rows = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
for row in rows:
    row.pop("value")
    row.update(status="skipped", reason="cannot read it")
journal.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

# %% before-the-at-sign
# expect: every-kind-is-marked-and-named failed "letters of the piece are outside"
# expect: nothing-personal-stays-readable failed "covers less than half of it"
work = write_marks(lambda text: [[a, text.index("@", a) if x == "email" else b, x] for a, b, x in mark(text)])


# %% counted-in-bytes
# expect: marks-are-in-the-right-places failed "Your offsets count UTF-8 bytes"
# expect: nothing-personal-stays-readable failed "stay readable"
# expect: marks-are-strictly-right failed "Your offsets count UTF-8 bytes"
# expect: offsets-reproduce-the-text failed "count bytes of UTF-8"
def in_bytes(text):
    return [[len(text[:a].encode()), len(text[:b].encode()), label] for a, b, label in mark(text)]


work = write_marks(in_bytes, texts=lambda text, a, b: text.encode()[a:b].decode())


# %% counted-in-utf16
# expect: offsets-reproduce-the-text failed "count UTF-16 units"
def in_units(text):
    return [
        [len(text[:place].encode("utf-16-le")) // 2 for place in (start, end)] + [label]
        for start, end, label in mark(text)
    ]


work = write_marks(
    in_units, texts=lambda text, a, b: text.encode("utf-16-le")[2 * a : 2 * b].decode("utf-16-le")
)

# %% every-end-too-early
# expect: marks-are-strictly-right failed "Your spans end one character too early"
# expect: marks-are-in-the-right-places failed "Your spans end one character too early"
# expect: every-kind-is-marked-and-named failed "Your spans end one character too early"
work = write_marks(lambda text: [[start, end - 1, label] for start, end, label in mark(text)])

# %% famous-people
# expect: the-exempt-is-left-alone failed "You marked famous people"
famous = "Marie Curie|Mozart|Shakespeare|Frida Kahlo|Nelson Mandela|Sherlock Holmes|Ada Lovelace"
work = write_marks(lambda text: mark(text, {**private, "name": private["name"] + "|" + famous}))

# %% first-names-left
# expect: nothing-personal-stays-readable failed "single names: a first name, a surname or a nickname alone"
work = write_marks(
    lambda text: [one for one in mark(text) if one[2] != "name" or " " in text[one[0] : one[1]]]
)

# %% half-way
# expect: every-note-is-settled failed "You did not label 15 of 30"
# expect: nothing-personal-stays-readable failed "stay readable"
everything = notes
notes = notes.head(15)
work = write_marks(mark)

# %% inclusive-ends
# expect: marks-are-strictly-right failed "Your spans end one character too early"
# expect: offsets-reproduce-the-text failed "Your end is the place of the last letter"
# expect: marks-are-in-the-right-places failed "Your spans end one character too early"
# expect: every-kind-is-marked-and-named failed "Your spans end one character too early"
work = write_marks(
    lambda text: [[start, end - 1, label] for start, end, label in mark(text)],
    texts=lambda text, start, end: text[start : end + 1],
)

# %% job-titles
# expect: the-exempt-is-left-alone failed "You marked job titles"
jobs = (
    "night nurse|branch manager|senior engineer|caretaker|team leader|director|assistant director|head teacher|"
    "technician|baker|solicitor|bus driver"
)
work = write_marks(lambda text: mark(text, {**private, "name": private["name"] + "|" + jobs}))

# %% labels-exchanged
# expect: every-kind-is-marked-and-named failed "You mixed up the labels `account` and `phone`"
other = {"phone": "account", "account": "phone"}
work = write_marks(lambda text: [[a, b, other.get(label, label)] for a, b, label in mark(text)])


# %% names-in-two
# expect: marks-are-strictly-right failed "You marked the parts of one name as several spans"
# expect: marks-are-in-the-right-places failed "You marked the parts of one name as several spans"
# expect: every-kind-is-marked-and-named failed "(rule 1)"
def in_words(text):
    found = []
    for start, end, label in mark(text):
        words = re.finditer(r"\S+", text[start:end]) if label == "name" else []
        found += [[start + word.start(), start + word.end(), label] for word in words]
        found += [] if label == "name" else [[start, end, label]]
    return found


work = write_marks(in_words)

# %% names-missed
# expect: marks-are-in-the-right-places failed "look for what has no mark"
# expect: nothing-personal-stays-readable failed "stay readable"
companies = "Fennbrook Energy|Marsh & Daughters Ltd"


def with_half(text):
    found = mark(text, {**private, "name": private["name"] + "|" + companies})
    return [one for one in found if one[2] != "name" or one[1] % 2 or text[one[0] : one[1]] in companies]


work = write_marks(with_half)

# %% names-only
# expect: marks-are-strictly-right failed "You marked nothing of these kinds: `account`, `address`"
# expect: marks-are-in-the-right-places failed "You marked nothing of these kinds: `account`, `address`"
# expect: every-kind-is-marked-and-named failed "You marked nothing of these kinds: `account`, `address`"
# expect: nothing-personal-stays-readable failed "All pieces of these kinds stay readable"
work = write_marks(lambda text: [one for one in mark(text) if one[2] == "name"])

# %% no-dates
# expect: nothing-personal-stays-readable failed "pieces of the kind `birth-date` stay readable"
# expect: every-kind-is-marked-and-named failed "`birth-date` 0 of"
work = write_marks(lambda text: [one for one in mark(text) if one[2] != "birth-date"])

# %% no-time-taken
# expect: notes-are-read failed "took less time than it takes to look at them"
from pathlib import Path

journal = Path("personal-data.annotations.jsonl")
journal.write_text(journal.read_text("utf-8").replace('"seconds": 20.0', '"seconds": 0.3'), "utf-8")


# %% notes-in-three
# expect: marks-are-strictly-right failed "Your marks cover nearly all words of a note"
# expect: marks-are-in-the-right-places failed "Your marks cover nearly all words of a note"
# expect: the-exempt-is-left-alone failed "Your marks cover nearly all words of a note"
# expect: every-kind-is-marked-and-named failed "Your marks cover nearly all words of a note"
# expect: nothing-personal-stays-readable failed "more do not count"
def in_three(text):
    third, end = len(text) // 3, len(text)
    return [[0, third, "name"], [third, 2 * third, "name"], [2 * third, end, "name"]]


work = write_marks(in_three)

# %% nothing-marked
# expect: marks-are-strictly-right failed "look for what has no mark"
# expect: marks-are-in-the-right-places failed "look for what has no mark"
# expect: the-exempt-is-left-alone failed "This check needs half of them"
# expect: every-kind-is-marked-and-named failed "`name` 0 of"
# expect: offsets-reproduce-the-text not_attempted "No span is marked yet"
# expect: nothing-personal-stays-readable failed "stay readable"
work = write_marks(lambda text: [])

# %% one-label-for-all
# expect: marks-are-strictly-right failed "Every span has the label `name`"
# expect: every-kind-is-marked-and-named failed "Every span has the label `name`"
work = write_marks(lambda text: [[start, end, "name"] for start, end, _ in mark(text)])

# %% plain-letters-only
# expect: nothing-personal-stays-readable failed "names with letters outside plain English"
work = write_marks(lambda text: [one for one in mark(text) if text[one[0] : one[1]].isascii()])

# %% punctuation-taken-in
# expect: marks-are-strictly-right failed "include the punctuation at one end"
# expect: marks-are-in-the-right-places failed "include the punctuation at one end"
# expect: every-kind-is-marked-and-named failed "include the punctuation at one end"
work = write_marks(lambda text: [[a, b + (text[b : b + 1] in set(",.;:")), x] for a, b, x in mark(text)])

# %% some-notes-whole
# expect: nothing-personal-stays-readable failed "more do not count, because in 3 notes"
hard = set(notes["text"][[bool(mark(text)) for text in notes["text"]]].head(3))
work = write_marks(lambda text: mark(text) + ([[0, len(text), "name"]] if text in hard else []))

# %% spaces-taken-in
# expect: marks-are-strictly-right failed "include a space at one end"
# expect: marks-are-in-the-right-places failed "include a space at one end"
work = write_marks(lambda text: [[a, b + 1 if text[b : b + 1] == " " else b, x] for a, b, x in mark(text)])

# %% titles-with-names
# expect: the-exempt-is-left-alone failed "You marked titles together with the name, or as a name"
title = re.compile(r"(Mr|Mrs|Ms|Mx|Dr|Prof\.|Lady|Sister) $")


def with_titles(text):
    found = []
    for start, end, label in mark(text):
        before = title.search(text[:start]) if label == "name" else None
        found.append([before.start() if before else start, end, label])
    return found


work = write_marks(with_titles)

# %% twelve-notes-empty
# expect: marks-are-strictly-right failed "without a mark"
# expect: marks-are-in-the-right-places failed "look for what has no mark"
# expect: nothing-personal-stays-readable failed "stay readable"
done = set(notes["text"].head(18))
work = write_marks(lambda text: mark(text) if text in done else [])

# %% whole-notes
# expect: marks-are-strictly-right failed "mark a whole sentence"
# expect: marks-are-in-the-right-places failed "mark a whole sentence"
# expect: the-exempt-is-left-alone failed "Your marks cover nearly all words of a note"
# expect: every-kind-is-marked-and-named failed "mark a whole sentence"
# expect: nothing-personal-stays-readable failed "more do not count"
work = write_marks(lambda text: [[0, len(text), label] for _, _, label in mark(text)[:1]])

# %% words-before-numbers
# expect: every-kind-is-marked-and-named failed "Your marks take in the words before a number"
before = re.compile(r"(IBAN|[Cc]ustomer number|account|Account|goes to) $")


def with_words(text):
    found = []
    for start, end, label in mark(text):
        word = before.search(text[:start]) if label == "account" else None
        found.append([word.start() if word else start, end, label])
    return found


work = write_marks(with_words)

# %% empty-is-perfect
# Your function returns 1 if both lists are empty, as if all marks were right.
# Try: If both lists are empty, return `float("nan")`.
right = span_f1


def span_f1(gold, marked, way):
    return right(gold, marked, way) if gold or marked else 1.0


# %% empty-is-zero
# Your function returns 0 if both lists are empty, as if all marks were wrong.
# Try: If both lists are empty, return `float("nan")`.
right = span_f1


def span_f1(gold, marked, way):
    return right(gold, marked, way) if gold or marked else 0.0


# %% precision-for-f1
# This is precision. Missed spans cost nothing here.
# Try: Divide 2 C by the number of gold and marked spans together.
def span_f1(gold, marked, way):
    return earned(gold, marked, way) / len(marked) if marked else 0.0


# %% recall-for-f1
# This is recall. Unnecessary marks cost nothing here.
# Try: Divide 2 C by the number of gold and marked spans together.
def span_f1(gold, marked, way):
    return earned(gold, marked, way) / len(gold) if gold else 0.0


# %% mean-of-precision-and-recall
# This is the arithmetic mean of precision and recall. F1 is their harmonic mean.
# Try: Use the formula with 2 C.
def span_f1(gold, marked, way):
    value = earned(gold, marked, way)
    precision, recall = (value / len(spans) if spans else 0.0 for spans in (marked, gold))
    return (precision + recall) / 2


# %% divided-by-the-union
# This is C divided by the union (IoU of sets). F1 counts C twice.
# Try: Use the formula with 2 C.
def span_f1(gold, marked, way):
    value = earned(gold, marked, way)
    union = len(gold) + len(marked) - value
    return value / union if union else 0.0


# %% half-of-f1
# This is half of F1: C was not taken twice.
# Try: Divide 2 C, and not C, by the number of gold and marked spans together.
right = span_f1


def span_f1(gold, marked, way):
    return right(gold, marked, way) / 2


# %% percent
# This is F1 in percent.
# Try: Return a number from 0 to 1.
right = span_f1


def span_f1(gold, marked, way):
    return 100 * right(gold, marked, way)


# %% way-ignored
# All four ways return strict F1: `way` has no effect.
# Try: Use `way` to decide what earns a point.
right = span_f1


def span_f1(gold, marked, way):
    return right(gold, marked, "strict")


# %% touching-counts
# You treat spans that only touch as an overlap, because you count the end as part of the span.
# Try: Two spans overlap if each starts before the other ends. Use < and not <=.
def span_f1(gold, marked, way):
    value = 0
    for start, end, label in gold:
        for a, b, other in marked:
            same, overlap = (start, end) == (a, b), start <= b and a <= end
            points = {"strict": same and label == other, "exact": same, "type": overlap and label == other}
            points["partial"] = 1 if same else 0.5 * overlap
            value += points[way]
    return 2 * value / (len(gold) + len(marked))


# %% label-forgotten
# Your strict F1 ignores the label.
# Try: Compare the labels too.
right = span_f1


def span_f1(gold, marked, way):
    return right(gold, marked, "exact" if way == "strict" else way)


# %% exact-with-label
# Your exact F1 compares the labels. In this way they do not matter.
# Try: Look only at the edges for `exact`.
right = span_f1


def span_f1(gold, marked, way):
    return right(gold, marked, "strict" if way == "exact" else way)


# %% partial-whole-for-all
# In `partial`, an overlap with other edges earns 1.
# Try: Give it one half.
right = span_f1


def span_f1(gold, marked, way):
    if way == "partial":
        return 2 * right(gold, marked, "partial") - right(gold, marked, "exact")
    return right(gold, marked, way)


# %% partial-both-added
# In `partial`, a span with the same edges earns 1 and the half for an overlap as well.
# Try: Give it 1 if the edges are the same. Only otherwise give one half for an overlap.
right = span_f1


def span_f1(gold, marked, way):
    return right(gold, marked, way) + (right(gold, marked, "exact") / 2 if way == "partial" else 0)


# %% partial-half-for-all
# In `partial`, every overlap earns one half, even with the same edges.
# Try: Give 1 if the edges are the same.
right = span_f1


def span_f1(gold, marked, way):
    return right(gold, marked, way) - (right(gold, marked, "exact") / 2 if way == "partial" else 0)


# %% partial-with-label
# In `partial`, you compare the labels. In this way they do not matter.
# Try: Look only at the edges for `partial`.
right = span_f1


def span_f1(gold, marked, way):
    if way == "partial":
        return (right(gold, marked, "type") + right(gold, marked, "strict")) / 2
    return right(gold, marked, way)


# %% type-without-label
# For `type`, every overlap earns a point, even with another label.
# Try: For `type`, count an overlap only if the labels are equal.
right = span_f1


def span_f1(gold, marked, way):
    if way == "type":
        gold, marked = ([[start, end, ""] for start, end, _ in spans] for spans in (gold, marked))
    return right(gold, marked, way)


# %% type-half-for-edges
# In `type`, an overlap with other edges earns one half. It earns 1.
# Try: For `type`, look at the overlap and the label, and not at the edges.
right = span_f1


def span_f1(gold, marked, way):
    if way == "type":
        return (right(gold, marked, "type") + right(gold, marked, "strict")) / 2
    return right(gold, marked, way)


# %% paired-by-place
# expect: span-f1-is-right failed "')` it gives"
def span_f1(gold, marked, way):
    if not gold and not marked:
        return float("nan")
    return sum(span_f1_of(*pair, way) for pair in zip(gold, marked)) * 2 / (len(gold) + len(marked))


def span_f1_of(one, other, way):
    same, overlap = one[:2] == other[:2], one[0] < other[1] and other[0] < one[1]
    label = one[2] == other[2]
    return {
        "strict": same and label,
        "exact": same,
        "partial": 1 if same else overlap / 2,
        "type": overlap and label,
    }[way]
