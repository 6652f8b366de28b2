"""Wrong answers to "Transcripts and word errors": each cell runs after the solution, and its first lines say what must come back."""

# %% automatic-left-as-it-was
# expect: verbatim-is-as-said failed "You did not change the automatic transcript"
# expect: clean-keeps-the-speaker-s-words failed "You did not change the automatic transcript"
# expect: nothing-is-guessed failed "You kept a guess of the machine or made your own"
verbatim, clean = (write(style, {row["id"]: row["automatic"] for row in rows[style]}) for style in rows)
automatic_wer = 0.0


# %% case-and-signs-counted
# expect: fewest-edits-over-the-reference failed "You counted capitals and punctuation as errors, because you"
# expect: undefined-where-nothing-was-said failed "a reference of signs only"
def wer(reference, hypothesis):
    said, heard = reference.split(), hypothesis.split()
    return edits(said, heard) / len(said) if said else float("nan")


# %% clean-rules-for-verbatim
# expect: verbatim-is-as-said failed "follow the rules of the other style, clean"
verbatim = write("verbatim", {row["id"]: transcribe(row, "clean") for row in rows["verbatim"]})
automatic_wer = measure()


# %% counts-letters
# expect: fewest-edits-over-the-reference failed "this is the character error rate"
def wer(reference, hypothesis):
    said, heard = " ".join(words(reference)), " ".join(words(hypothesis))
    return edits(said, heard) / len(said) if said else float("nan")


# %% cut-off-at-one
# expect: fewest-edits-over-the-reference failed "You cut off the rate at 1"
def wer(reference, hypothesis):
    said = words(reference)
    return min(1, edits(said, words(hypothesis)) / len(said)) if said else float("nan")


# %% difflib-counted
# expect: fewest-edits-over-the-reference failed "You counted the edits that difflib shows"
import difflib


def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    opcodes = difflib.SequenceMatcher(None, said, heard).get_opcodes()
    count = sum(max(b - a, d - c) for tag, a, b, c, d in opcodes if tag != "equal")
    return count / len(said) if said else float("nan")


# %% divides-by-the-hypothesis
# expect: fewest-edits-over-the-reference failed "You divided by the number of words in the hypothesis"
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return edits(said, heard) / len(heard) if said and heard else float("nan")


# %% divides-by-zero
# expect: undefined-where-nothing-was-said failed "ZeroDivisionError"
def wer(reference, hypothesis):
    said = words(reference)
    return edits(said, words(hypothesis)) / len(said)


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


# %% mean-of-rates
# expect: machine-is-measured-over-all-words failed "This is the mean of six rates"
texts = {**right["verbatim"], **right["clean"]}
automatic_wer = sum(wer(text, machines[one]) for one, text in texts.items()) / len(texts)


# %% noises-left-out
# expect: verbatim-is-as-said failed "Verbatim keeps all of them"
verbatim = write(
    "verbatim",
    {one: re.sub(r"\[(?!unclear)[a-z]+\]", "", text) for one, text in right["verbatim"].items()},
)
automatic_wer = measure()


# %% nothing-said-all-well
# expect: undefined-where-nothing-was-said failed "For a reference without words, your function returns 0, as if"
def wer(reference, hypothesis):
    said = words(reference)
    return edits(said, words(hypothesis)) / len(said) if said else 0.0


# %% numbers-as-digits
# expect: verbatim-is-as-said failed "You wrote numbers as digits"
verbatim = write(
    "verbatim",
    {one: text.replace("one", "1").replace("two", "2") + " 3 4 5" for one, text in right["verbatim"].items()},
)
automatic_wer = measure()


# %% place-by-place
# expect: fewest-edits-over-the-reference failed "You compared place by place"
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    unlike = sum(one != other for one, other in zip(said, heard, strict=False))
    return (unlike + abs(len(said) - len(heard))) / len(said) if said else float("nan")


# %% script-copied
# expect: verbatim-is-as-said failed "You copied the signs of the sound script"
# expect: nothing-is-guessed failed "The places with `[unclear]` differ from the sound script in"
verbatim = write("verbatim", {row["id"]: row["script"] for row in rows["verbatim"]})
automatic_wer = measure()


# %% set-difference
# expect: fewest-edits-over-the-reference failed "You compared sets of words, so order and repeats are lost"
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return len(set(said) - set(heard)) / len(said) if said else float("nan")


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


# %% texts-split-at-spaces
# expect: fewest-edits-over-the-reference failed "You counted punctuation as errors"
# expect: undefined-where-nothing-was-said failed "a reference of signs only"
# expect: machine-is-measured-over-all-words failed "a capital or a comma counts as an error"
def wer(reference, hypothesis):
    said, heard = reference.lower().split(), hypothesis.lower().split()
    return edits(said, heard) / len(said) if said else float("nan")


pairs = [
    (text.split(), machines[one].split()) for one, text in {**right["verbatim"], **right["clean"]}.items()
]
automatic_wer = sum(edits(said, heard) for said, heard in pairs) / sum(len(said) for said, _ in pairs)


# %% two-clips-left-out
# expect: all-six-are-finished failed "You did not label 2 of 6 items"
# expect: verbatim-is-as-said not_run "waits for another check"
# expect: clean-keeps-the-speaker-s-words not_run "waits for another check"
# expect: nothing-is-guessed not_run "waits for another check"
# expect: machine-is-measured-over-all-words not_attempted "First finish your six transcripts"
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
