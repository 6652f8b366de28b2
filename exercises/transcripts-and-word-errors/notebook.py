# %% [markdown]
# # Transcripts and word errors
#
# At a help line, a machine transcribes the calls, and people correct the text of the machine. You correct six short
# clips: three *verbatim*, for a team that studies how people speak, and three *clean*, for a team that wants to know
# what callers need. Then you write the measure that judges such work, and you look at what it does not show.
#
# **You hear nothing here.** Nothing was recorded. All clips were written for this exercise, and speakers and calls are
# invented. Instead of a recording you get a *sound script*: what a careful listener hears, before anybody decides how
# to write it. It shows the words in lower case and without punctuation. If several words sound the same, it gives the
# sound.

# %%
import re

import pandas as pd

from labelwright import exercise

ex = exercise("transcripts-and-word-errors")
clips = ex.sample()
clips[["id", "style"]]

# %% [markdown]
# ## The sound script
#
# | In the script | What it stands for |
# | --- | --- |
# | `um`, `uh`, `er` | a sound of hesitation |
# | `umbr-` | a word that stops in the middle |
# | `(cough)`, `(laugh)`, `(door)` | a noise |
# | `(pause)` | nobody speaks |
# | `(?)` | words that nobody can understand |
# | `/thehr/` | a sound that several words have |
#
# The shared sounds are `/thehr/` (there, their, they're), `/too/` (to, too, two), `/yor/` (your, you're), `/its/`
# (its, it's), `/heer/` (here, hear), `/noh/` (no, know), `/rite/` (right, write), `/weak/` (week, weak), `/wedher/`
# (whether, weather) and `/peece/` (piece, peace). The meaning decides which word it is.
#
# ## The house style
#
# **In both styles**
#
# 1. Write every word that was said, in the same order. Do not add words, and do not replace a word by a better one.
#    **Keep the speaker's grammar**: "we was late" stays.
# 2. Write a shared sound with the spelling that fits the meaning.
# 3. Write numbers as words, as they were said.
# 4. If nobody can understand the words, write `[unclear]`, in square brackets. Never write a guess, even if the
#    machine has one.
# 5. Do not write a pause. Use capitals and punctuation as usual; they do not count here.
#
# **Verbatim** keeps every sound of the speaker:
#
# 6. keep hesitations, broken-off words (`umbr-`) and words said twice; write a noise in square brackets: `[cough]`.
#
# **Clean** keeps what the speaker wanted to say, in the speaker's own words:
#
# 7. leave out hesitations, broken-off words and noises. If the speaker stumbles and says one or more words again at
#    once, write them once: "I I want", "can we can we go" become "I want", "can we go". Keep words that are repeated
#    **on purpose**: "very very    late", or a digit that comes twice in a number.
#
# **Examples**
#
# | Script | Verbatim | Clean |
# | --- | --- | --- |
# | `um i i was at /thehr/ off- house (door)` | Um, I, I was at their off- house. [door] | I was at their house. |
# | `he come late so so late (pause) ask (?)` | He come late, so so late. Ask [unclear]. | He come late, so so late. Ask [unclear]. |

# %% [markdown]
# ## 1. Correct the transcripts
#
# Under *Sound script* you see it, and in the field the text of the machine. Correct it there; the widget shows
# your changes below. Ctrl+Enter finishes a clip, Escape leaves the field. Every change is saved at once. You can close
# the computer and continue another day: run the cell again.
#
# First the three **verbatim** clips.

# %%
verbatim_task = {
    "name": "verbatim-transcripts",
    "kind": "text",
    "question": "Correct what the machine wrote: verbatim.",
    "guideline_version": "1",
    "skip_reasons": ["upsetting"],
    "headings": {"prompt": "Sound script"},
}
verbatim_card = """
**Verbatim**

1. Every word, in order. Grammar stays.
2. Shared sounds: spelling by sense.
3. Numbers as words.
4. `(?)` becomes `[unclear]`.
5. No pauses.

Only here (rule 6): `um`, `uh`, `er`, broken-off and repeated words **stay**; noises as `[cough]`.
"""
items = clips.rename(columns={"script": "prompt", "automatic": "text"})
verbatim = ex.label(items[items["style"] == "verbatim"], verbatim_task, guideline=verbatim_card)

# %% [markdown]
# And the three **clean** ones.

# %%
clean_task = {
    **verbatim_task,
    "name": "clean-transcripts",
    "question": "Correct what the machine wrote: clean.",
}
clean_card = """
**Clean**

1. Every word, in order. Grammar stays.
2. Shared sounds: spelling by sense.
3. Numbers as words.
4. `(?)` becomes `[unclear]`.
5. No pauses.

Only here (rule 7): `um`, `uh`, `er`, broken-off words and noises **go**; write stumbled words once; words
             repeated on purpose stay.
"""
clean = ex.label(items[items["style"] == "clean"], clean_task, guideline=clean_card)

# %% tags=["solution"]
# Here a scripted transcriber replaces a person: it knows the spelling of every shared sound, in order.
import json

spelt = {
    "kettle": "week there whether to",
    "dentist": "to they're",
    "library": "it's two week",
    "train": "to no know right two to",
    "bicycle": "it's they're",
    "tablet": "to two right week",
    "heating": "it's it's it's here your here week",
    "hall": "there too whether they're",
    "dog": "it's two right",
    "hotel": "there to two too to your",
    "umbrella": "it's it's no know",
    "trees": "they're here too your week right",
    "swimming": "there there your two",
    "piano": "here two there",
    "bin": "week too it's it's right",
    "exam": "to too two to it's",
    "cats": "two they're your know",
    "station": "it's there no to right piece",
}
costly = {
    "kettle": "not",
    "dentist": "fifteenth",
    "library": "cannot",
    "train": "fifteen",
    "bicycle": "not",
    "tablet": "not",
    "heating": "not",
    "hall": "ninety",
    "dog": "not",
    "hotel": "one",
    "umbrella": "thirty",
    "trees": "three",
    "swimming": "can't",
    "piano": "seventh",
    "bin": "not",
    "exam": "may",
    "cats": "never",
    "station": "not",
}
ON_PURPOSE = {"very", "never", "seven"}


def transcribe(clip, style):
    """The transcript of one clip by the house style, from its sound script."""
    spellings = iter(spelt[clip["id"]].split())
    tokens = [next(spellings) if token.startswith("/") else token for token in clip["script"].split()]
    tokens = ["[unclear]" if token == "(?)" else token for token in tokens if token != "(pause)"]
    if style == "verbatim":
        return " ".join(f"[{token[1:-1]}]" if token.startswith("(") else token for token in tokens)
    tokens = [
        one for one in tokens if one not in ("um", "uh", "er") and not one.startswith("(") and one[-1] != "-"
    ]
    for length in (2, 1):
        place = 0
        while place + 2 * length <= len(tokens):
            here = tokens[place : place + length]
            if here == tokens[place + length : place + 2 * length] and here[0] not in ON_PURPOSE:
                del tokens[place : place + length]
            else:
                place += 1
    return " ".join(tokens)


def read(style):
    """Read a style's journal again."""
    task = verbatim_task if style == "verbatim" else clean_task
    return ex.label(items[items["style"] == style], task)


def write(style, texts, seconds=60.0):
    """Write a style's journal as the widget does, and read it again."""
    name = f"{style}-transcripts"
    with open(f"{name}.annotations.jsonl", "w", encoding="utf-8") as file:
        for number, (item, text) in enumerate(texts.items()):
            line = {
                "format_version": 1,
                "id": f"scripted-{number}",
                "act": "set",
                "item": item,
                "annotator": verbatim.annotator or "scripted",
                "task": name,
                "seconds": seconds,
                "at": "2026-01-01T12:00:00+00:00",
                "status": "done",
                "value": {"kind": "text", "text": text},
            }
            file.write(json.dumps(line) + "\n")
    return read(style)


rows = {style: clips[clips["style"] == style].to_dict("records") for style in ("verbatim", "clean")}
right = {style: {row["id"]: transcribe(row, style) for row in rows[style]} for style in rows}
write("verbatim", right["verbatim"])
write("clean", right["clean"])
verbatim, clean = read("verbatim"), read("clean")

# %%
ex.check("transcripts")

# %% [markdown]
# ## 2. Write the word error rate
#
# The *word error rate* (WER) compares a transcript (the *hypothesis*) with the right text (the *reference*). It counts
# the fewest single edits that turn the reference into the hypothesis (a word replaced, a word left out, a word put
# in), and divides by the number of words **in the reference**:
#
# WER = (S + D + I) / N
#
# Before counting, both texts are *normalised*, so that a comma is not an error. This course counts words with the
# function below. Use it in your function:


# %%
def words(text):
    """The words of a text: in lower case, made of letters, digits and apostrophes; everything else separates words."""
    text = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text)


words("Don’t move the TWENTY-ONE lamps, please. [cough]")

# %% [markdown]
# Write `wer(reference, hypothesis)`: two texts in, a number out.
#
# - The count is the *Levenshtein distance* (Levenshtein, 1966), over words instead of letters: words keep their order,
#   and each edit costs 1.
# - A reference without words has no error rate: return `float("nan")`.
# - The rate can be above 1: a machine can put in more words than were said. Do not cut it off.
#
# How to find the fewest edits: let `best[i][j]` be the fewest edits between the first `i` words of the reference and
# the first `j` words of the hypothesis. With `j = 0`, all `i` words were left out; with `i = 0`, all `j` were put in.
# You compute every other place from its three neighbours: above, to the left, and above to the left. The lesson fills
# in such a table by hand.

# %%
wer = ...


# solution
def edits(reference, hypothesis):
    """The fewest single edits that turn one list of words into the other."""
    row = list(range(len(hypothesis) + 1))
    for i, said in enumerate(reference, start=1):
        above, row = row, [i]
        for j, written in enumerate(hypothesis, start=1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (said != written)))
    return row[-1]


def wer(reference, hypothesis):
    """The word error rate of two texts; NaN where the reference holds no word."""
    said = words(reference)
    return edits(said, words(hypothesis)) / len(said) if said else float("nan")


# %%
ex.check("wer")

# %% [markdown]
# ## 3. Measure the machine
#
# Take **your** six transcripts as references and the six automatic ones as hypotheses. `yours` holds your transcripts by clip.

# %%
done = pd.concat([verbatim.frame(), clean.frame()])
yours = done.set_index("item")["value"].to_dict()
machines = clips.set_index("id")["automatic"].to_dict()

# %% [markdown]
# **How often is it wrong?** Put the machine's word error rate over all six clips in `automatic_wer`. Over several
# clips, the rate is *all* edits divided by *all* words of the references. That is not the mean of six rates: a short
# clip must not count as much as a long one.
#
# **What does it cost?** The rate counts a lost "um" and a lost "not" as one edit each. In every clip the machine made
# at least one error that changes what the speaker wants. Somebody who trusts the automatic transcript then does the
# wrong thing. Find one such error in each clip, and give **the word as it was said**: `harm = {"id of a clip": "word",
# ...}`, for all six.

# %%
automatic_wer = ...
harm = ...


# solution
def texts_of_clips():
    """Each transcript in the journals, with what the machine wrote."""
    done = pd.concat([verbatim.frame(), clean.frame()])
    return [(text, machines[one]) for one, text in done.set_index("item")["value"].items()]


def measure():
    """The pooled word error rate of the machine against the transcripts in the journals; ValueError if one is empty."""
    counted = [(words(text), words(heard)) for text, heard in texts_of_clips()]
    if not all(said for said, _ in counted):
        raise ValueError("A transcript has no word.")
    return sum(edits(said, heard) for said, heard in counted) / sum(len(said) for said, _ in counted)


automatic_wer = measure()
harm = {one: costly[one] for one in clips["id"]}

# %%
ex.check("harm")

# %% [markdown]
# ## Hand in
#
# Both files with your transcripts are handed in together with the notebook. Save the notebook, and then:

# %%
ex.submit()
