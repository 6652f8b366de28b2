"""Wrong answers to "Mark personal data": each cell runs after the solution, and its first lines say what must come back."""


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


# %% empty-is-perfect
# expect: span-f1-is-undefined-without-spans failed "no span on either side"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, way) if gold or marked else 1.0


# %% every-end-too-early
# expect: marks-are-strictly-right failed "Your spans end one character too early"
# expect: marks-are-in-the-right-places failed "Your spans end one character too early"
# expect: every-kind-is-marked-and-named failed "Your spans end one character too early"
work = write_marks(lambda text: [[start, end - 1, label] for start, end, label in mark(text)])


# %% exact-with-label
# expect: span-f1-is-right failed "Your exact F1 compares the labels"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, "strict" if way == "exact" else way)


# %% famous-people
# expect: the-exempt-is-left-alone failed "You marked famous people"
famous = "Marie Curie|Mozart|Shakespeare|Frida Kahlo|Nelson Mandela|Sherlock Holmes|Ada Lovelace"
work = write_marks(lambda text: mark(text, {**private, "name": private["name"] + "|" + famous}))


# %% first-names-left
# expect: nothing-personal-stays-readable failed "single names: a first name, a surname or a nickname alone"
work = write_marks(
    lambda text: [one for one in mark(text) if one[2] != "name" or " " in text[one[0] : one[1]]]
)


# %% half-of-f1
# expect: span-f1-is-right failed "This is half of F1"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, way) / 2


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


# %% label-forgotten
# expect: span-f1-is-right failed "Your strict F1 ignores the label"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, "exact" if way == "strict" else way)


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


# %% paired-by-place
# expect: span-f1-is-right failed "], 'strict')` it gives"
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


# %% partial-both-added
# expect: span-f1-is-right failed "the half for an overlap as well"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, way) + (solved(gold, marked, "exact") / 2 if way == "partial" else 0)


# %% partial-half-for-all
# expect: span-f1-is-right failed "every overlap earns one half"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, way) - (solved(gold, marked, "exact") / 2 if way == "partial" else 0)


# %% partial-with-label
# expect: span-f1-is-right failed "In `partial`, you compare the labels"
solved = span_f1


def span_f1(gold, marked, way):
    if way == "partial":
        return (solved(gold, marked, "type") + solved(gold, marked, "strict")) / 2
    return solved(gold, marked, way)


# %% percent
# expect: span-f1-is-right failed "This is F1 in percent"
solved = span_f1


def span_f1(gold, marked, way):
    return 100 * solved(gold, marked, way)


# %% plain-letters-only
# expect: nothing-personal-stays-readable failed "names with letters outside plain English"
work = write_marks(lambda text: [one for one in mark(text) if text[one[0] : one[1]].isascii()])


# %% precision-for-f1
# expect: span-f1-is-right failed "This is precision"
# expect: span-f1-is-undefined-without-spans not_run "waits for another check"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, way) * (len(gold) + len(marked)) / (2 * len(marked)) if marked else 0.0


# %% punctuation-taken-in
# expect: marks-are-strictly-right failed "include the punctuation at one end"
# expect: marks-are-in-the-right-places failed "include the punctuation at one end"
# expect: every-kind-is-marked-and-named failed "include the punctuation at one end"
work = write_marks(lambda text: [[a, b + (text[b : b + 1] in set(",.;:")), x] for a, b, x in mark(text)])


# %% recall-for-f1
# expect: span-f1-is-right failed "This is recall"
# expect: span-f1-is-undefined-without-spans not_run "waits for another check"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, way) * (len(gold) + len(marked)) / (2 * len(gold)) if gold else 0.0


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


# %% touching-counts
# expect: span-f1-is-right failed "You treat spans that only touch as an overlap"
def span_f1(gold, marked, way):
    earned = 0
    for start, end, label in gold:
        for a, b, other in marked:
            same, overlap = (start, end) == (a, b), start <= b and a <= end
            points = {"strict": same and label == other, "exact": same, "type": overlap and label == other}
            points["partial"] = 1 if same else 0.5 * overlap
            earned += points[way]
    return 2 * earned / (len(gold) + len(marked))


# %% twelve-notes-empty
# expect: marks-are-strictly-right failed "without a mark"
# expect: marks-are-in-the-right-places failed "look for what has no mark"
# expect: nothing-personal-stays-readable failed "stay readable"
done = set(notes["text"].head(18))
work = write_marks(lambda text: mark(text) if text in done else [])


# %% type-half-for-edges
# expect: span-f1-is-right failed "In `type`, an overlap with other edges earns one half"
solved = span_f1


def span_f1(gold, marked, way):
    if way == "type":
        return (solved(gold, marked, "type") + solved(gold, marked, "strict")) / 2
    return solved(gold, marked, way)


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
