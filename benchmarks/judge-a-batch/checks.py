"""Checks for judging a batch: two a task, as the peers' visible and hidden tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from labelwright.checks import Failed, Passed, Work, check, close
from labelwright.quality import cohen_kappa

LABELS = ["anger", "joy", "neutral", "sadness"]
WORDS = {
    "anger": ["furious", "unfair", "rage"],
    "joy": ["lovely", "glad", "delight"],
    "neutral": ["table", "report", "minutes"],
    "sadness": ["tears", "lonely", "grief"],
}
PROBES = [
    "furious the grief furious",
    "nothing here",
    "GLAD tidings",
    "tears lonely rage unfair",
    "",
    "minutes of the lovely report",
]


@dataclass(frozen=True)
class Reference:
    """The right answers."""

    clean: pd.DataFrame
    unique: pd.DataFrame
    table: pd.DataFrame
    majority: pd.Series[str]
    kappa: float
    accuracy: float


def make_batch(seed: int = 11, items: int = 176) -> pd.DataFrame:
    """The batch of the notebook's first cell."""
    draw = np.random.default_rng(seed)
    rows = []
    for item in range(items):
        true = LABELS[draw.integers(4)]
        words = [WORDS[true][draw.integers(3)], "the", WORDS[LABELS[draw.integers(4)]][draw.integers(3)]]
        for annotator in ("ana", "ben", "chi"):
            label = true if draw.random() < 0.75 else LABELS[draw.integers(4)]
            typed = [label, label.upper(), f" {label} ", label.title()][draw.integers(4)]
            given = None if draw.random() < 0.03 else typed
            rows.append((f"t{item:03}", " ".join(words), annotator, given, round(float(draw.gamma(3, 4)), 1)))
    repeated = [rows[place] for place in draw.choice(len(rows), 15, replace=False)]
    rows += [(item, text, who, LABELS[draw.integers(4)], took) for item, text, who, _, took in repeated]
    return pd.DataFrame(rows, columns=["item", "text", "annotator", "label", "seconds"])


@cache
def reference() -> Reference:
    """The right answers; everybody has the same batch, so a grader computes them once."""
    clean = make_batch().dropna(subset=["label"]).reset_index(drop=True)
    clean["label"] = clean["label"].str.strip().str.lower()
    unique = clean.drop_duplicates(subset=["item", "annotator"], keep="last")
    table = unique.pivot(index="item", columns="annotator", values="label").sort_index()
    votes = unique.groupby(["item", "label"]).size().reset_index(name="votes")
    votes = votes.sort_values(["item", "votes", "label"], ascending=[True, False, True])
    majority = votes.groupby("item")["label"].first()
    both = table[["ana", "ben"]].dropna()
    texts = unique.drop_duplicates("item").set_index("item")["text"]
    accuracy = float((texts.map(label_text) == majority.reindex(texts.index)).mean())
    unique = unique.sort_values(["item", "annotator"])
    return Reference(clean, unique, table, majority, cohen_kappa(both["ana"], both["ben"]), accuracy)


def rows_of(work: Work, name: str, wanted: int) -> pd.DataFrame:
    """The learner's table `name`, with the batch's columns and `wanted` rows."""
    given = work.table(name)
    if list(given.columns) != ["item", "text", "annotator", "label", "seconds"] or len(given) != wanted:
        raise Failed(
            f"`{name}` has {len(given)} rows and the columns {', '.join(map(str, given.columns))}.",
            why="The next steps count these rows.",
            advice="Keep all columns, and drop no other rows than the task names.",
            measured=len(given),
        )
    return given


@check("clean")
def clean_keeps_what_has_a_label(work: Work) -> Passed:
    """`clean` has every row with a label, and all columns."""
    return Passed(measured=len(rows_of(work, "clean", len(reference().clean))))


@check("clean")
def clean_spells_labels_one_way(work: Work) -> None:
    """`clean` spells each label in one way only."""
    given = work.table("clean")
    if "label" not in given or sorted(set(given["label"].dropna())) != LABELS or list(given.index)[:1] != [0]:
        seen = sorted(set(map(str, given.get("label", []))))
        raise Failed(
            f"`clean` holds the labels {', '.join(seen[:12])}.",
            why='" Joy" and "joy" are two labels to a program.',
            advice="Strip outer space and lower the case.",
        )
    if given["label"].value_counts().to_dict() != reference().clean["label"].value_counts().to_dict():
        raise Failed("The labels of `clean` are not the labels of the batch.")


@check("repeats")
def one_judgement_each(work: Work) -> Passed:
    """`unique` has one row per item and annotator."""
    return Passed(measured=len(rows_of(work, "unique", len(reference().unique))))


@check("repeats")
def the_last_judgement_counts(work: Work) -> None:
    """`unique` keeps the last judgement of each."""
    keys = ["item", "annotator"]
    given = rows_of(work, "unique", len(reference().unique)).sort_values(keys)
    truth = reference().unique
    columns = [*keys, "label"]
    differs = (given[columns].to_numpy() != truth[columns].to_numpy()).any(axis=1)
    wrong = [f"{item} by {annotator}" for item, annotator in given.loc[differs, keys].to_numpy()]
    if wrong:
        raise Failed(
            f"`unique` has another label for {len(wrong)} judgements, such as {wrong[0]}.",
            misconception="The first judgement was kept." if len(wrong) < 16 else "",
            why="A second judgement is a correction.",
            advice="Look at the argument `keep`.",
        )


@check("table")
def one_row_an_item(work: Work) -> Passed:
    """`table` has one row per item and one column per annotator."""
    given, truth = work.table("table"), reference().table
    if given.shape != truth.shape or list(given.columns) != list(truth.columns):
        raise Failed(
            f"`table` is {given.shape[0]} by {given.shape[1]}.", advice="Items are rows, annotators columns."
        )
    return Passed(measured=f"{given.shape[0]} by {given.shape[1]}")


@check("table")
def table_holds_the_labels(work: Work) -> None:
    """`table` holds every judgement in its place."""
    given, truth = work.table("table"), reference().table
    if given.shape != truth.shape or not given.fillna("").astype(str).equals(truth.fillna("").astype(str)):
        raise Failed("`table` has a label in the wrong place.", why="Agreement compares within a row.")


@check("kappa")
def kappa_of_short_lists(work: Work) -> None:
    """`kappa` is right for short lists of labels."""
    for first, second in [(["a", "b", "a", "b"], ["a", "b", "b", "b"]), (list("xxyz"), list("xyyz"))]:
        given = work.as_number(work.call("kappa", first, second), "kappa")
        if abs(given - cohen_kappa(first, second)) > 1e-9:
            raise Failed(
                f"`kappa({first}, {second})` gives {given:.4f}.",
                misconception="This is the plain share of agreement." if given in (0.75,) else "",
                why="Agreement without chance taken out flatters everyone.",
                advice="Work it out by hand for four items.",
            )


@check("kappa")
def kappa_of_two_annotators(work: Work) -> None:
    """`kappa_ana_ben` is Cohen's kappa on the items that both labelled."""
    close("kappa_ana_ben", work.number("kappa_ana_ben"), reference().kappa, tolerance=1e-6)


@check("vote")
def a_label_for_every_item(work: Work) -> Passed:
    """`majority` has one label for every item."""
    given = work.column("majority")
    if sorted(given.index) != list(reference().majority.index):
        raise Failed(f"`majority` has {len(given)} entries.", advice="Group by item.")
    return Passed(measured=len(given))


@check("vote")
def the_most_frequent_label(work: Work) -> None:
    """`majority` is the most frequent label, the first in the alphabet where several are."""
    given, truth = work.column("majority"), reference().majority
    wrong = list(truth.index[given.reindex(truth.index) != truth])
    if wrong:
        raise Failed(
            f"`majority` is another label for {len(wrong)} items, such as {wrong[0]}.",
            misconception="Ties went to the last in the alphabet." if len(wrong) < 40 else "",
            why="A rule for ties must be fixed before the vote.",
        )


def label_text(text: str) -> str:
    """The rule the task asks for."""
    words = text.lower().split()
    found = {label: sum(words.count(word) for word in WORDS[label]) for label in LABELS}
    best = max(found.values())
    return min(label for label in LABELS if found[label] == best) if best else "neutral"


@check("rule")
def rule_on_new_texts(work: Work) -> None:
    """`label_text` labels texts it has not seen."""
    for text in PROBES:
        given = work.call("label_text", text)
        if given != label_text(text):
            raise Failed(
                f'`label_text("{text}")` gives {given!r}.', advice="Try it on an empty text as well."
            )


@check("rule")
def accuracy_of_the_rule(work: Work) -> None:
    """`accuracy` is the share of items where the rule gives the majority's label."""
    close("accuracy", work.number("accuracy"), reference().accuracy, tolerance=1e-6)
