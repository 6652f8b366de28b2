"""Read medical questions: research questions with expert labels, and examination questions with their key."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from labelwright.data.loaders.jsonl import find_choice, read_jsonl

LABELS = {"yes": "yes", "no": "no", "maybe": "maybe"}
_OPTIONS = re.compile(r"A\. (?P<A>.*)\nB\. (?P<B>.*)\nC\. (?P<C>.*)\nD\. (?P<D>.*)")


def load_research_questions(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return PubMedQA's labelled questions: id (Int64, the line), question, abstract, label ("yes", "no", "maybe").

    The abstract is as published, without its conclusion; each of its parts starts with "Context (k): " and ends with a
    line feed. Raises ValueError with the line number if a line has another shape.
    """
    (path,) = files
    rows = [
        (
            number,
            item["question"],
            item["passage"],
            find_choice(path, number, "answer", item["answer"], LABELS),
        )
        for number, item in read_jsonl(path, dict.fromkeys(("question", "passage", "answer"), str))
    ]
    return pd.DataFrame(rows, columns=["id", "question", "abstract", "label"]).astype({"id": "Int64"})


def load_examination_questions(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return MedMCQA's questions of one subject: id (Int64, the line), question, option_a to option_d, key (A to D).

    The key is the letter of the published answer. Raises ValueError with the line number if a line has another
    shape, does not have four options, or names an answer that is not one of them.
    """
    (path,) = files
    rows = []
    for number, item in read_jsonl(path, dict.fromkeys(("question", "options", "answer"), str)):
        options = _OPTIONS.fullmatch(item["options"])
        if options is None:
            raise ValueError(
                f"{path}, line {number}: found {item['options'][:80]!r} in the field options; expected four lines "
                "that start with A., B., C. and D. Check that nobody has edited the file."
            )
        whole = {f"{letter}. {text}": letter for letter, text in options.groupdict().items()}
        key = find_choice(path, number, "answer", item["answer"], whole)
        rows.append((number, item["question"], *options.groups(), key))
    columns = ["id", "question", "option_a", "option_b", "option_c", "option_d", "key"]
    return pd.DataFrame(rows, columns=columns).astype({"id": "Int64"})
