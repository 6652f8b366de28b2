"""Wrong answers to "Transcripts and word errors". Each cell runs after the solution; its first lines are what the learner reads."""


# %% divides-by-the-longer
# You divided by the number of words in the longer text.
# Try: Divide by the number of words in the reference.
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return edits(said, heard) / max(len(said), len(heard)) if said else float("nan")


# %% divides-by-the-hypothesis
# You divided by the number of words in the hypothesis.
# Try: Divide by the number of words in the reference.
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return edits(said, heard) / len(heard) if said and heard else float("nan")


# %% divides-by-both
# You divided by the number of words in both texts.
# Try: Divide by the number of words in the reference.
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return edits(said, heard) / (len(said) + len(heard)) if said else float("nan")


# %% counts-letters
# You counted letters: this is the character error rate.
# Try: Compare lists of words.
def wer(reference, hypothesis):
    said, heard = " ".join(words(reference)), " ".join(words(hypothesis))
    return edits(said, heard) / len(said) if said else float("nan")


# %% counts-letters-as-written
# You counted letters: this is the character error rate.
# Try: Compare lists of words.
def wer(reference, hypothesis):
    return edits(reference, hypothesis) / len(reference) if words(reference) else float("nan")


# %% signs-counted
# You counted punctuation as errors, because you split the texts at spaces.
# Try: Use `words(...)` for both texts.
def wer(reference, hypothesis):
    said, heard = reference.lower().split(), hypothesis.lower().split()
    return edits(said, heard) / len(said) if said else float("nan")


# %% case-and-signs-counted
# expect: undefined-where-nothing-was-said failed "a reference of signs only"
# You counted capitals and punctuation as errors, because you split the texts at spaces.
# Try: Use `words(...)` for both texts.
def wer(reference, hypothesis):
    said, heard = reference.split(), hypothesis.split()
    return edits(said, heard) / len(said) if said else float("nan")


# %% case-counted
# You counted capitals as errors.
# Try: Use `words(...)` for both texts: it turns them into lower case.
def wer(reference, hypothesis):
    def kept(text):
        return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))

    said, heard = kept(reference), kept(hypothesis)
    return edits(said, heard) / len(said) if said else float("nan")


# %% set-difference
# You compared sets of words, so order and repeats are lost.
# Try: Keep the words in their order.
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return len(set(said) - set(heard)) / len(said) if said else float("nan")


# %% set-difference-of-both
# You compared sets of words, so order and repeats are lost.
# Try: Keep the words in their order.
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return len(set(said) ^ set(heard)) / len(said) if said else float("nan")


# %% set-difference-over-the-set
# You compared sets of words, so order and repeats are lost.
# Try: Keep the words in their order.
def wer(reference, hypothesis):
    said, heard = set(words(reference)), set(words(hypothesis))
    return len(said - heard) / len(said) if said else float("nan")


# %% place-by-place
# You compared place by place. After one missing word, all later words count as wrong.
# Try: Find the fewest edits with the table `best[i][j]`.
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    unlike = sum(one != other for one, other in zip(said, heard, strict=False))
    return (unlike + abs(len(said) - len(heard))) / len(said) if said else float("nan")


# %% substitution-costs-two
# A replaced word costs two edits here. It should cost one.
# Try: Also use the neighbour above to the left. From there, a replaced word costs 1.
from rapidfuzz.distance import Levenshtein


def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return Levenshtein.distance(said, heard, weights=(1, 1, 2)) / len(said) if said else float("nan")


# %% exchange-costs-one
# Two exchanged words count as one edit here. That is another distance.
# Try: Allow only three edits: replace a word, leave out a word, put in a word.
from rapidfuzz.distance import OSA


def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return OSA.distance(said, heard) / len(said) if said else float("nan")


# %% accuracy
# This is 1 minus the rate.
# Try: Return the share of errors.
def wer(reference, hypothesis):
    said = words(reference)
    return 1 - edits(said, words(hypothesis)) / len(said) if said else float("nan")


# %% cut-off-at-one
# You cut off the rate at 1.
# Try: Allow rates above 1, because a machine can put in more words than were said.
def wer(reference, hypothesis):
    said = words(reference)
    return min(1, edits(said, words(hypothesis)) / len(said)) if said else float("nan")


# %% number-of-edits
# This is the number of edits.
# Try: Divide by the number of words in the reference.
def wer(reference, hypothesis):
    said = words(reference)
    return edits(said, words(hypothesis)) if said else float("nan")


# %% percentage
# This is a percentage.
# Try: Leave out the factor 100.
def wer(reference, hypothesis):
    said = words(reference)
    return 100 * edits(said, words(hypothesis)) / len(said) if said else float("nan")


# %% difflib-ratio
# This is 1 minus difflib's ratio, which does not count edits.
# Try: Find the fewest edits with the table `best[i][j]`.
from difflib import SequenceMatcher


def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return 1 - SequenceMatcher(None, said, heard).ratio() if said else float("nan")


# %% difflib-counted
# You counted the edits that difflib shows. It looks for long blocks of equal words, and these are not always
# the fewest edits.
# Try: Find the fewest edits with the table `best[i][j]`.
from difflib import SequenceMatcher


def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    opcodes = SequenceMatcher(None, said, heard).get_opcodes()
    count = sum(max(b - a, d - c) for tag, a, b, c, d in opcodes if tag != "equal")
    return count / len(said) if said else float("nan")


# %% longest-common-series
# You took the longer text's words minus the longest series of words that both texts share. That is not the
# number of edits.
# Try: Find the fewest edits with the table `best[i][j]`.
from rapidfuzz.distance import LCSseq


def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return (max(len(said), len(heard)) - LCSseq.similarity(said, heard)) / len(said) if said else float("nan")


# %% nothing-said-all-wrong
# For a reference without words, your function returns 0 or 1, as if it had measured something.
# Try: Return float("nan") before you divide.
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    if not said:
        return 1.0 if heard else 0.0
    return edits(said, heard) / len(said)


# %% nothing-said-all-well
# For a reference without words, your function returns 0, as if everything were right.
# Try: Return float("nan") before you divide.
def wer(reference, hypothesis):
    said = words(reference)
    return edits(said, words(hypothesis)) / len(said) if said else 0.0


# %% nothing-said-infinite
# For a reference without words, your function returns infinity.
# Try: Return float("nan") before you divide.
def wer(reference, hypothesis):
    said = words(reference)
    return edits(said, words(hypothesis)) / len(said) if said else float("inf")


# %% divides-by-zero
# expect: undefined-where-nothing-was-said failed "ZeroDivisionError"
def wer(reference, hypothesis):
    said = words(reference)
    return edits(said, words(hypothesis)) / len(said)


# %% automatic-left-as-it-was
# expect: verbatim-is-as-said failed "You did not change the automatic transcript"
# expect: clean-keeps-the-speaker-s-words failed "You did not change the automatic transcript"
# expect: nothing-is-guessed failed "You kept a guess of the machine or made your own"
verbatim, clean = (write(style, {row["id"]: row["automatic"] for row in rows[style]}) for style in rows)
automatic_wer = 0.0


# %% clean-rules-for-verbatim
# expect: verbatim-is-as-said failed "follow the rules of the other style, clean"
verbatim = write("verbatim", {row["id"]: transcribe(row, "clean") for row in rows["verbatim"]})
automatic_wer = measure()


# %% grammar-corrected
# expect: clean-keeps-the-speaker-s-words failed "You corrected the speaker's grammar"
corrected = {
    "the lid do not": "the lid does not",
    "she are six": "she is six",
    "them two books": "those two books",
    "the man at the desk say": "the man at the desk says",
    "the desk say": "the desk says",
    "say no": "says no",
    "the bell have": "the bell has",
    "leaflet say": "leaflet says",
    "colleague were": "colleague was",
    "there is ninety": "there are ninety",
    "she don't": "she doesn't",
    "booking were": "booking was",
    "handle are": "handle is",
    "did he forgot": "did he forget",
    "we been on": "we were on",
    "keys is": "keys are",
    "was took": "was taken",
    "photos is": "photos are",
    "there's two cats": "there are two cats",
    "no trains": "no train",
}


def correct_grammar(text):
    for wrong, better in corrected.items():
        text = text.replace(wrong, better)
    return text


clean = write("clean", {one: correct_grammar(text) for one, text in right["clean"].items()})
automatic_wer = measure()


# %% noises-left-out
# expect: verbatim-is-as-said failed "Verbatim keeps all of them"
verbatim = write(
    "verbatim",
    {one: re.sub(r"\[(?!unclear)[a-z]+\]", "", text) for one, text in right["verbatim"].items()},
)
automatic_wer = measure()


# %% numbers-as-digits
# expect: verbatim-is-as-said failed "You wrote numbers as digits"
verbatim = write(
    "verbatim",
    {one: text.replace("one", "1").replace("two", "2") + " 3 4 5" for one, text in right["verbatim"].items()},
)
automatic_wer = measure()


# %% script-copied
# expect: verbatim-is-as-said failed "You copied the signs of the sound script"
# expect: nothing-is-guessed failed "The places with `[unclear]` differ from the sound script in"
verbatim = write("verbatim", {row["id"]: row["script"] for row in rows["verbatim"]})
automatic_wer = measure()


# %% spelled-by-ear
# expect: clean-keeps-the-speaker-s-words failed "Some words have the wrong spelling:"
swaps = {"there": "their", "their": "there", "they're": "there", "to": "too", "too": "to", "two": "to"}
swaps |= {"your": "you're", "it's": "its", "its": "it's", "here": "hear", "know": "no", "right": "write"}
swaps |= {"week": "weak", "whether": "weather", "piece": "peace"}
clean = write(
    "clean",
    {one: " ".join(swaps.get(word, word) for word in text.split()) for one, text in right["clean"].items()},
)
automatic_wer = measure()


# %% spellings-for-harm
# expect: costly-errors-are-found failed "without noticing"
texts = {**right["verbatim"], **right["clean"]}
heard = {one: set(words(machines[one])) for one in texts}
sounds = {word for line in spelt.values() for word in line.split()} - {"two"}
harm = {
    one: next((word for word in words(text) if word in sounds and word not in heard[one]), "um")
    for one, text in texts.items()
}


# %% two-clips-left-out
# expect: all-six-are-finished failed "You did not label 2 of 6 items"
# expect: verbatim-is-as-said not_run "waits for another check"
# expect: clean-keeps-the-speaker-s-words not_run "waits for another check"
# expect: clips-are-listened-to not_run "waits for another check"
# expect: words-are-those-of-the-clips not_run "waits for another check"
# expect: nothing-is-guessed not_run "waits for another check"
# expect: machine-is-measured-over-all-words not_run "waits for another check"
verbatim = write("verbatim", dict(list(right["verbatim"].items())[:1]))


# %% unclear-was-guessed
# expect: nothing-is-guessed failed "Readers will think that somebody said it"
clean = write("clean", {one: text.replace("[unclear]", "market") for one, text in right["clean"].items()})
automatic_wer = measure()


# %% verbatim-rules-for-clean
# expect: clean-keeps-the-speaker-s-words failed "follow the rules of the other style, verbatim"
clean = write("clean", {row["id"]: transcribe(row, "verbatim") for row in rows["clean"]})
automatic_wer = measure()


# %% what-the-machine-wrote
# expect: costly-errors-are-found failed "is what the machine wrote, not what was said"
texts = {**right["verbatim"], **right["clean"]}
harm = {
    one: next(word for word in words(machines[one]) if word not in words(text)) for one, text in texts.items()
}


# %% automatic-texts-as-they-are-written
# You compared the texts as they are written: a capital or a comma counts as an error.
# Try: Use `words(...)` for both texts.
pairs = [(text.split(), heard.split()) for text, heard in texts_of_clips()]
automatic_wer = sum(edits(said, heard) for said, heard in pairs) / sum(len(said) for said, _ in pairs)


# %% mean-of-rates
# This is the mean of six rates, so a short clip counts as much as a long one.
# Try: First add up all edits and all words, then divide.
rates = [wer(text, heard) for text, heard in texts_of_clips()]
automatic_wer = sum(rates) / len(rates)


# %% automatic-divided-by-the-machine-s-words
# You divided by the number of the machine's words.
# Try: Use your transcripts as the references.
pairs = [(words(text), words(heard)) for text, heard in texts_of_clips()]
automatic_wer = sum(edits(said, heard) for said, heard in pairs) / sum(len(heard) for _, heard in pairs)


# %% automatic-percentage
# This is a percentage.
# Try: Do not multiply by 100.
automatic_wer = 100 * automatic_wer


# %% share-of-right-words
# This is the share of right words.
# Try: Return the share of errors.
automatic_wer = 1 - automatic_wer


# %% automatic-number-of-edits
# This is the number of edits.
# Try: Divide by the words of the references.
automatic_wer = sum(edits(words(text), words(heard)) for text, heard in texts_of_clips())


# %% no-time-taken
# expect: clips-are-listened-to failed "took less time than it takes to look at them"
# expect: words-are-those-of-the-clips not_run "waits for another check"
# expect: verbatim-is-as-said not_run "waits for another check"
# expect: clean-keeps-the-speaker-s-words not_run "waits for another check"
# expect: nothing-is-guessed not_run "waits for another check"
verbatim, clean = (write(style, right[style], seconds=3.0) for style in rows)


# %% somebody-else-s-transcripts
# expect: all-six-are-finished failed "were made by `bob`, not by `ada`"
# expect: clips-are-listened-to not_run "waits for another check"
# expect: words-are-those-of-the-clips not_run "waits for another check"
# expect: verbatim-is-as-said not_run "waits for another check"
# expect: clean-keeps-the-speaker-s-words not_run "waits for another check"
# expect: nothing-is-guessed not_run "waits for another check"
# expect: machine-is-measured-over-all-words not_run "waits for another check"
from pathlib import Path

for style in rows:
    journal = Path(f"{style}-transcripts.annotations.jsonl")
    journal.write_text(
        journal.read_text("utf-8").replace('"annotator": "scripted"', '"annotator": "bob"'), "utf-8"
    )


# %% half-of-each-transcript
# expect: words-are-those-of-the-clips failed "of the words differ"
# expect: verbatim-is-as-said not_run "waits for another check"
# expect: clean-keeps-the-speaker-s-words not_run "waits for another check"
# expect: nothing-is-guessed not_run "waits for another check"
verbatim = write("verbatim", {one: text[: len(text) // 2] for one, text in right["verbatim"].items()})
automatic_wer = measure()
