# %% [markdown]
# # Mark personal data
#
# A service desk wants people outside the company to label its notes by topic. Before a note leaves the company,
# somebody must mark everything that can identify or reach a private person, so that a program can replace it. That is
# your job: thirty notes, by a guideline. A program cuts out exactly what you mark, from the first letter to the last.
#
# *The notes were written for this course. The people in them are invented, and nobody has these telephone numbers and
# e-mail domains.*

# %%
from labelwright import exercise

ex = exercise("mark-personal-data")
notes = ex.sample()
len(notes)

# %% [markdown]
# ## The guideline, version 1
#
# Read it to the end before you mark the first note.
#
# **The six kinds**
#
# | Label | Key | What it is |
# | --- | --- | --- |
# | name | 1 | the name of a private person: full name, first name, surname or nickname, even if it is misspelled |
# | address | 2 | where post reaches a person: house, street or box, with flat, town and postcode if they follow |
# | email | 3 | an e-mail address |
# | phone | 4 | a telephone number with its country code and brackets |
# | birth-date | 5 | the date on which a person was born |
# | account | 6 | a customer, account, IBAN or card number |
#
# **Rules**
#
# 1. *All private people count*: customers, their families, staff, also people who have died. **Mark every mention**,
#    also a second mention, and a first name alone. A full name is one span.
# 2. *Famous people are exempt*, alive, dead or fictional, if the note is about the famous person: a calendar with
#    Pablo Picasso, a Donald Duck stamp. A private person with a famous name is a private person.
# 3. *No label for*: job titles, companies, animals, a town without a street, order and ticket numbers, and dates that
#    are not a date of birth.
# 4. *Titles are outside a name*: Mr, Dr, Prof., Lady, Sister. Jr. and Sr. after a name are inside. A possessive 's is
#    outside.
# 5. *One address is one span*, with its commas, from its first word to the postcode or town. It begins with `c/o`, the
#    flat, the box or the house. The name of the person before it is a separate span.
# 6. *Mark a name inside an address*, after `c/o`, twice: as part of the address and as a name inside it. A name that
#    belongs to the street is only part of the address.
# 7. *Edges*: include no space and no punctuation of the sentence. Include signs that belong to the piece: the brackets
#    of a dialling code, the hyphen of a name, the point after an initial or after Jr. The word that says what a number
#    is, such as IBAN, phone or born, is outside.
#
# **Examples.** The brackets show what to mark.
#
# | Note | Why |
# | --- | --- |
# | Mrs [Tanaka]'s son [Ren] called twice. | rules 1 and 4 |
# | The plumber left his card for [Ida Noll]: [ida@example.com]. | rules 3 and 7 |
# | Send it to [Jo Abara], [12 High Street, Ostlea OS1 0AA]. | rule 5 |
# | [c/o [Lin Park], 3 Elvis Presley Lane, Ostlea] | rule 6, with one span inside another |
# | IBAN [GB00 DEMO 0000 0000 01], customer number [C 000 001] | rule 7: the words before a number are outside |
# | He was born on [4 July 1976] and joined us on 4 July 2001. | rule 3 |

# %% [markdown]
# ## 1. Mark
#
# Run the cell and click into the widget. Drag over the words with the mouse and press the label's key; or go there
# with the arrow keys, select with Shift, and press the key. `,` and `.` choose a span, Delete removes it, Enter
# finishes a note, also a note with nothing to mark. G shows the short guideline, ? all keys. Every action is saved at
# once, in `personal-data.annotations.jsonl`.

# %%
task = {
    "name": "personal-data",
    "kind": "spans",
    "question": "Mark everything that can identify or reach a private person.",
    "labels": [
        {"name": "name", "key": "1", "meaning": "a private person's name, every mention"},
        {"name": "address", "key": "2", "meaning": "house, street or box, to the town or postcode"},
        {"name": "email", "key": "3"},
        {"name": "phone", "key": "4", "meaning": "with country code and brackets"},
        {"name": "birth-date", "key": "5", "meaning": "no other date"},
        {"name": "account", "key": "6", "meaning": "customer, account, IBAN or card; not an order"},
    ],
    "nested": True,
    "guideline_version": "1",
    "skip_reasons": ["cannot read it"],
}
card = """
1. Every private person, every mention.
2. Famous people: exempt. A private person with a famous name: mark.
3. No job, company, animal, town alone, order number, other date.
4. Mr, Dr, Prof., Lady, Sister: outside. Jr.: inside. 's: outside.
5. One address, one span, with its commas; the name before it is separate.
6. A name after `c/o`: inside the address as well.
7. No space or punctuation of the sentence at the edges; no word before a number.
"""
work = ex.label(notes, task, guideline=card)

# %% tags=["solution"]
# Here a scripted annotator replaces a person: it knows what is private in these notes and marks every mention.
import json
import re

private = {
    "birth-date": ("14/08/1972|1982-03-30|1988-07-21|2 November 1949|29 February 1980|5 May 1951"),
    "name": (
        "Agnes|Albert Einstein|Alder|Ali|Aurelio Banks|B. Farrow|Benoît Lacroisade|Bettina Voss|Carla "
        "Whitcombe|Cornelia Ashby|Dennis|Desmond Lowe-Amadi|Dorothy Weekes|Dot|Dvořák|Edwin Clarkeson|F."
        " X. Oduyale|Felicity Marsh|Gareth Pugh-Marlow|Hana Demirel|Harold Pym|Hugh Aldersey|Hélène "
        "d'Aubigné-Roux|Inga Calder|José Ángel Núñez|Judith Amory|Jörg Müßig|Kay O'Brien|Kevin|Käthe "
        "Brügge|Leanne Frost|Margaret Ellwood|Martin Sole|Martin Sole Jr.|Nadia|Nguyễn Thị Hương|O. "
        "Tate|Odile|Orla Finnane|Owen Tate|Pia Holmgaard|Priya Raman|Raymond Kittredge|Robert "
        "Haugen|Ruben Achterberg|Siân Prysor|Sofia Lindholt|Sorensen|Tobias Renn|Tomás|Vera Pym|Wanda "
        "Oyelaran|Yusuf Karimzade|Zoë Brânză|Øyvind Sørensen|Łukasz Wójcik|Şebnem Yıldızcan|Μαρία "
        "Παπαδοπούλου|Иван Петров|王秀英"
    ),
    "phone": (
        "(503) 555-0142|(971) 555-0119|+1 212 555 0178|+44 1632 960 255|01632 960088|01632 960417|01632 "
        "960733|07700 900154|07700 900377|07700 900823"
    ),
    "account": (
        "20-41-88/5512|20-41-88/5521|3390-1178-02|7741-2093-55|C 310 644|C 448 120|C 902 771|DE00 1234 "
        "5678 9012 3456 78|GB00 TEST 1234 5678 9012 34"
    ),
    "address": (
        "1 Chapel Rise, Brackwell BK0 9ZA|14 Saltmarsh Way, Winterford|2 Église Street, Hollowmere|27 "
        "Larch Close, Winterford WF0 4ZZ|51 Fennel Street, Brackwell BK0 5ZA|6 Marie Curie Avenue, "
        "Winterford WF0 1ZD|8 Quay Row, Brackwell BK0 2ZQ|Flat 3, 9 Old Tannery Road, Brackwell BK0 "
        "7ZX|PO Box 118, Winterford|The Old Mill, Riverside, Hollowmere|c/o Orla Finnane, 9 Abbey Court,"
        " Hollowmere HM0 8ZT|c/o Robert Haugen, 14 Mill Lane, Hollowmere HM0 3ZP"
    ),
    "email": (
        "d.w@example.org|gpm82@example.net|kay.obrien@example.com|maria.p@example.com|office+voss@example.com|owen.tate@example.org|t.renn@example.com|zoe.branza@example.org"
    ),
}


def mark(text, wanted=private):
    """Every mention of what is private as [start, end, label]; of two that cross, the longer one."""
    found = []
    for label, listed in wanted.items():
        taken = [match.span() for match in re.finditer("Antonín Dvořák", text)]
        for words in sorted(listed.split("|"), key=len, reverse=True):
            for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
                start, end = match.span()
                if not any(start < b and a < end for a, b in taken):
                    taken.append((start, end))
                    found.append([start, end, label])
    return sorted(found)


def write_marks(spans, texts=None):
    """Write the journal as the widget does, and read it again; `texts` says what each span is taken to hold."""
    lines = []
    for number, (item, text) in enumerate(notes.set_index("id")["text"].items()):
        marked = [
            {
                "start": start,
                "end": end,
                "label": label,
                "text": texts(text, start, end) if texts else text[start:end],
            }
            for start, end, label in spans(text)
        ]
        line = {
            "format_version": 1,
            "id": f"scripted-{number}",
            "act": "set",
            "item": item,
            "annotator": work.annotator or "scripted",
            "task": "personal-data",
            "seconds": 20.0,
            "at": "2026-01-01T12:00:00+00:00",
            "status": "done",
            "value": {"kind": "spans", "spans": marked},
        }
        lines.append(json.dumps(line))
    with open("personal-data.annotations.jsonl", "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)
    return ex.label(notes, task)


work = write_marks(mark)

# %%
ex.check("marks")

# %% [markdown]
# The next check asks for less, but for each of the six kinds by itself. It also looks at the time that the widget
# recorded. **You need it to pass.**

# %%
ex.check("rules")

# %% [markdown]
# ## 2. Safe to release?
#
# Two questions decide whether the notes may leave the company, with any number of points:
#
# - Do your offsets **reproduce the text**? `text[start:end]` must be exactly the words that you meant. The widget does
#   this for you. A tool that counts bytes, or that uses the place of the last letter as the end, does not.
# - How much of the personal data is **found**? You need at least 95 %. A piece counts as found if your marks cover at
#   least half of it, with any label: a wrong label is a small error, a readable name is a big one. A note in which
#   your marks also cover more than three quarters of the other words does not count: nobody can label its topic.

# %%
ex.check("release")

# %% [markdown]
# ## 3. Write the measure
#
# How do you score somebody's marks? Two spans can have the same edges and different labels, or overlap only in part.
# Four ways are common. They come from a shared task of 2013 (SemEval, task 9):
#
# | Way | A gold span earns 1 if a marked span | and ½ if one |
# | --- | --- | --- |
# | strict | has the same start, end and label | |
# | exact | has the same start and end | |
# | partial | has the same start and end | overlaps it, with other edges |
# | type | overlaps it and has the same label | |
#
# Let *C* be the sum of what the gold spans earn. Precision is *C* / (number of marked spans), recall is *C* / (number
# of gold spans), and F1 is
#
# F1 = 2 *C* / (number of gold spans + number of marked spans).
#
# Write `span_f1(gold, marked, way)`. `gold` and `marked` are lists of spans `[start, end, label]` in one text, `way`
# is one of the four words; the result is the F1, from 0 to 1. The end is exclusive: `[0, 4, "name"]` and `[4, 9,
# "name"]` touch but do not overlap. No span overlaps more than one span of the other list. If both lists are empty,
# nothing can be measured: return `float("nan")`.

# %%
span_f1 = ...
# solution


def earned(gold, marked, way):
    total = 0
    for start, end, label in gold:
        for other_start, other_end, other_label in marked:
            same_edges = (start, end) == (other_start, other_end)
            overlap = start < other_end and other_start < end
            if way == "strict":
                total += same_edges and label == other_label
            elif way == "exact":
                total += same_edges
            elif way == "partial":
                total += 1 if same_edges else 0.5 * overlap
            else:
                total += overlap and label == other_label
    return total


def span_f1(gold, marked, way):
    spans = len(gold) + len(marked)
    return 2 * earned(gold, marked, way) / spans if spans else float("nan")


# %%
# Test yourself: strict .5, exact .5, partial .75, type 1
if span_f1 is not ...:
    gold = [[0, 9, "name"], [14, 24, "phone"]]
    marked = [[0, 9, "name"], [14, 25, "phone"]]
    for way in ("strict", "exact", "partial", "type"):
        print(way, span_f1(gold, marked, way))

# %%
ex.check("measure")

# %% [markdown]
# ## Hand in
#
# The file with your marks is handed in together with the notebook. Save the notebook, and then:

# %%
ex.submit()
