"""The small model's answers: what the folder holds, what the card says of it, and that answering again changes nothing."""

from __future__ import annotations

import json
import re
import struct
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from labelwright.authoring.model_answers import RUNS, TOKENS, answer_rows, make_answers, make_verdicts
from labelwright.course.course import Course
from labelwright.data import DataMissing, load, load_card
from labelwright.data.loaders.gguf import load_facts
from labelwright.data.loaders.jsonl import load_answers, read_rows
from labelwright.data.loading import verify
from labelwright.data.playground import MODEL, Answer, Playground, PlaygroundError, PlaygroundMissing
from labelwright.text_checks import KINDS, constraints
from labelwright.text_checks.answers import clocks, dates, numbers

DATASETS = Path(__file__).parents[2] / "datasets"
FOLDER = DATASETS / "small-model-answers"
REVIEWED = {"factual", "rewriting", "summarising", "safety"}
SCALE = ("good", "partly", "bad")


def rows(name: str) -> list[dict[str, Any]]:
    return read_rows(FOLDER / f"{name}.jsonl")


@pytest.fixture(scope="module")
def frame():
    return verify(load_card(FOLDER))


@pytest.fixture(scope="module")
def playground():
    pytest.importorskip("xllamacpp", reason="the extra `playground` is not installed")
    try:
        return Playground()
    except DataMissing as error:
        pytest.skip(str(error))


def test_every_prompt_is_whole_and_its_own():
    prompts = rows("prompts")
    assert len({row["id"] for row in prompts}) == len({row["prompt"] for row in prompts}) == len(prompts)
    for row in prompts:
        assert set(row) <= {"id", "family", "language", "prompt", "source", "checks", "acceptable", "note"}
        assert row["note"]
        assert row["prompt"].strip() == row["prompt"]
        assert [check["id"] for check in row["checks"]] == [
            f"{row['id']}-c{n + 1}" for n in range(len(row["checks"]))
        ]
        assert {check["kind"] for check in row["checks"]} <= set(KINDS)


def test_the_families_are_those_of_the_card():
    counts = Counter(row["family"] for row in rows("prompts"))
    caveats = " ".join(load_card(FOLDER).caveats)
    for family, count in counts.items():
        assert f"{family} {count}" in caveats
    assert counts.total() == 236


def test_no_expected_result_stands_in_its_question():
    # A result that the question gives could be copied from it, and the checkers leave given values out.
    for row in rows("prompts"):
        for check in row["checks"]:
            if check["kind"] == "number":
                assert float(check["value"]) not in numbers(row["prompt"]), row["id"]
            if check["kind"] == "clock":
                hour, minute = map(int, check["value"].split(":"))
                assert (hour, minute) not in [time[:2] for time in clocks(row["prompt"])], row["id"]
            if check["kind"] == "date":
                assert check["value"] not in ["-".join(map(str, day)) for day in dates(row["prompt"])]


def test_every_field_to_extract_can_be_copied_or_derived():
    derived = {"no", "false", "three", "two", "2", "3", "11", "15"}
    for row in rows("prompts"):
        for check in row["checks"]:
            if check["kind"] == "field" and row["family"] == "extraction":
                text = constraints.folded(row["prompt"])
                assert any(
                    constraints.folded(value) in text or value in derived for value in check["accept"]
                ), check


def test_factual_prompts_ship_a_note_that_holds_the_answer():
    for row in rows("prompts"):
        if row["family"] == "factual":
            assert row["source"]["origin"].startswith("note written for this dataset")
            assert row["acceptable"]
            first = row["acceptable"][0]
            absent = first in ("the note does not say", "not all of it", "no", "eight")
            assert absent or first.casefold() in row["source"]["note"].casefold() or "first 2 km" in first, (
                row["id"]
            )


def test_four_answers_a_prompt_none_too_long():
    answers = rows("answers")
    ids = [row["id"] for row in rows("prompts")]
    assert [row["prompt"] for row in answers] == [name for name in ids for _ in RUNS]
    assert [(row["temperature"], row["seed"]) for row in answers] == list(RUNS) * len(ids)
    assert len({row["id"] for row in answers}) == len(answers)
    for row in answers:
        assert 0 < row["tokens"] <= TOKENS
        assert row["finish"] == "stop" or (row["finish"], row["tokens"]) == ("length", TOKENS)


def test_the_verdicts_are_what_the_program_says_now(tmp_path):
    copy = tmp_path / "datasets" / FOLDER.name
    copy.mkdir(parents=True)
    for name in ("prompts", "answers"):
        (copy / f"{name}.jsonl").write_bytes((FOLDER / f"{name}.jsonl").read_bytes())
    assert make_verdicts(Course(tmp_path)).read_bytes() == (FOLDER / "verdicts.jsonl").read_bytes()


def test_reviews_are_of_families_that_a_program_cannot_judge():
    answers = {row["id"]: row for row in rows("answers")}
    family = {row["id"]: row["family"] for row in rows("prompts")}
    reviews = rows("reviewed")
    assert len({row["answer"] for row in reviews}) == len(reviews) >= 60
    for row in reviews:
        assert set(row) == {"answer", "acceptable", "rationale", "by"}
        assert family[answers[row["answer"]]["prompt"]] in REVIEWED
        assert row["acceptable"] == [grade for grade in SCALE if grade in row["acceptable"]] != []
        assert row["by"] == "reviewed by the project"
        assert row["rationale"].endswith(".")
        assert len(row["rationale"]) > 20


def test_a_quotation_in_a_rationale_stands_in_the_answer():
    answers = {row["id"]: row for row in rows("answers")}
    quoted = 0
    for row in rows("reviewed"):
        for phrase in re.findall(r'"([^"]+)"', row["rationale"]):
            quoted += 1
            assert phrase in answers[row["answer"]]["text"], (row["answer"], phrase)
    assert quoted >= 20


def test_the_table_joins_what_belongs_together(frame):
    assert len(frame) == len(rows("answers"))
    decided = Counter(row["answer"] for row in rows("verdicts") if row["passed"] is not None)
    assert dict(zip(frame["answer"], frame["checks"], strict=True)) == {
        name: decided[name] for name in frame["answer"]
    }
    scored = frame[frame["checks"] > 0]
    assert (scored["share"] == scored["passed"] / scored["checks"]).all()
    assert frame.loc[frame["checks"] == 0, "share"].isna().all()
    assert (frame["acceptable"].notna() == frame["gold"].isin(["reviewed", "both"])).all()
    assert ((frame["checks"] > 0) == frame["gold"].isin(["computed", "both"])).all()
    assert set(frame.loc[frame["source"].notna(), "family"]) == {"factual"}


def test_the_card_tells_its_own_figures(frame):
    caveats = " ".join(load_card(FOLDER).caveats)
    gold = frame["gold"].value_counts()
    verdicts = rows("verdicts")
    undecided = sum(row["passed"] is None for row in verdicts)
    assert f"{len(frame)} answers" in caveats
    assert f"{gold['none']} answers have neither" in caveats
    assert f"{undecided} of the {len(verdicts):,} checks are undecided" in caveats
    assert f"{(frame['finish'] == 'length').sum()} answers were cut off" in caveats
    broken = frame["text"].str.contains("\ufffd").sum()
    evidence = {defect.id: defect.evidence for defect in load_card(FOLDER).defects}
    assert evidence["broken-signs"].startswith(f"{broken} answers")
    assert evidence["cut-off-answers"].startswith(f"{(frame['finish'] == 'length').sum()} answers")
    passed = sum(row["passed"] is True for row in verdicts)
    assert f"{passed} of {len(verdicts) - undecided:,} decided checks pass" in caveats


def test_the_provenance_fits_the_answers_and_the_pinned_model():
    provenance = json.loads((FOLDER / "provenance.json").read_text(encoding="utf-8"))
    (pinned,) = load_card(DATASETS / MODEL).pin.files
    assert provenance["model"]["sha256"] == pinned.sha256
    assert provenance["runs"] == [{"temperature": temperature, "seed": seed} for temperature, seed in RUNS]
    assert provenance["most_tokens"] == TOKENS
    assert "/" not in provenance["model"]["file"]


def test_the_answers_are_small_enough_to_keep():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000


def test_a_broken_line_is_named(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"a": 1}\n{"a": \n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.jsonl, line 2 is not JSON"):
        read_rows(tmp_path / "x.jsonl")


def test_an_answer_keeps_its_line_separators(tmp_path):
    written = {
        "p": {"id": "p", "family": "f", "language": "en", "prompt": "Say.", "checks": [], "note": "n"},
        "a": {"id": "p-t00", "prompt": "p", "temperature": 0.0, "seed": 0, "text": "a\u2028b", "tokens": 2, "finish": "stop"},
        "v": {"answer": "p-t00", "check": "p-c1", "passed": None, "evidence": "none"},
        "r": {"answer": "p-t00", "acceptable": ["partly", "bad"], "rationale": "Because.", "by": "x"},
    }  # fmt: skip
    paths = []
    for name, row in written.items():
        paths.append(tmp_path / name)
        paths[-1].write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    (row,) = load_answers(tuple(paths)).to_dict("records")
    assert (row["text"], row["acceptable"], row["gold"], row["checks"]) == (
        "a\u2028b",
        "partly|bad",
        "reviewed",
        0,
    )


class Parrot:
    """Replaces the model if only the writing is tested: its answer repeats its settings."""

    def __init__(self, model: Path | None, threads: int) -> None:
        self.model = model

    def answer(self, prompt: str, temperature: float, seed: int, tokens: int) -> Answer:
        return Answer(f"{prompt} at {temperature}, {seed}", 7, "stop")

    def provenance(self) -> dict[str, Any]:
        return {"model": {"file": str(self.model)}}


def test_all_three_files_are_written_anew(tmp_path, monkeypatch):
    monkeypatch.setattr("labelwright.authoring.model_answers.Playground", Parrot)
    folder = tmp_path / "datasets" / FOLDER.name
    folder.mkdir(parents=True)
    check = {"id": "p-c1", "kind": "contains", "all": ["0.8"]}
    prompt = {"id": "p", "prompt": "Écho", "checks": [check]}
    (folder / "prompts.jsonl").write_text(json.dumps(prompt) + "\n", encoding="utf-8")
    assert make_answers(Course(tmp_path), Path("m.gguf"), date(2030, 1, 2)) == folder
    answers, verdicts = read_rows(folder / "answers.jsonl"), read_rows(folder / "verdicts.jsonl")
    assert [row["id"] for row in answers] == ["p-t00", "p-t04", "p-t08", "p-t12"]
    assert answers[0]["text"] == "Écho at 0.0, 0"
    assert [row["passed"] for row in verdicts] == [False, False, True, False]
    provenance = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert (provenance["made"], provenance["most_tokens"], provenance["model"]) == (
        "2030-01-02",
        TOKENS,
        {"file": "m.gguf"},
    )


def gguf(*entries: bytes, version: int = 3) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, 0, len(entries)) + b"".join(entries)


def named(name: str, kind: int, value: bytes) -> bytes:
    return struct.pack("<Q", len(name)) + name.encode() + struct.pack("<I", kind) + value


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def test_a_models_header_is_read_past_its_lists(tmp_path):
    path = tmp_path / "m.gguf"
    listed = struct.pack("<IQ", 8, 2) + text("a") + text("bc")
    numbers = [named(f"toy.{name}", 4, struct.pack("<I", n)) for n, name in enumerate(("block_count", "embedding_length", "context_length", "vocab_size"), 1)]  # fmt: skip
    words = [named(f"general.{name}", 8, text(name)) for name in ("basename", "size_label", "license")]
    kind, template = (
        named("general.architecture", 8, text("toy")),
        named("tokenizer.chat_template", 8, text("t")),
    )
    path.write_bytes(gguf(named("tokens", 9, listed), kind, *words, *numbers, template))
    (row,) = load_facts((path,)).to_dict("records")
    assert list(row.values()) == ["basename size_label", "toy", "license", 1, 2, 3, 4, "t"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 a zip", "not a GGUF file"),
        (gguf(version=99), "not a GGUF file"),
        (gguf(named("a", 8, struct.pack("<Q", 1 << 40))), "ends inside its header"),
        (gguf(named("a", 99, b"")), "unknown type"),
        (gguf(named("a", 4, b"\0")), "ends inside its header"),
    ],
)
def test_a_broken_model_file_is_told(tmp_path, data, said):
    path = tmp_path / "m.gguf"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=said):
        load_facts((path,))


def test_without_the_engine_the_install_line_is_shown(monkeypatch):
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(PlaygroundMissing, match=re.escape('pip install "labelwright[playground]"')):
        Playground()


def test_without_the_model_the_fetch_line_is_shown(monkeypatch, tmp_path):
    # The engine need not be there for this: the model is looked for before the engine loads it.
    monkeypatch.setitem(sys.modules, "xllamacpp", sys)
    monkeypatch.setenv("LABELWRIGHT_DATA", str(tmp_path))
    monkeypatch.chdir(DATASETS.parent)
    with pytest.raises(DataMissing, match=f"labelwright data fetch {MODEL}"):
        Playground()
    with pytest.raises(DataMissing, match="There is not a model file at"):
        Playground(tmp_path / "none.gguf")


def test_the_pinned_model_is_the_one_described(playground):
    (row,) = load(load_card(DATASETS / MODEL)).to_dict("records")
    assert (row["name"], row["licence"], row["context"]) == ("smollm2 135M", "apache-2.0", 8192)
    assert "<|im_start|>system\nYou are a helpful AI assistant named SmolLM" in row["template"]


def test_the_playground_answers_the_same_again(playground):
    asked = ("Name a fruit.", 0.8, 5, 20)
    first = playground.ask(*asked)
    playground.ask("Something else entirely.", 1.0, 9, 20)
    assert playground.ask(*asked) == first != ""
    assert playground.answer("Tell me a long story.", tokens=5).finish == "length"


def test_the_template_is_the_models_own(playground):
    jinja2 = pytest.importorskip("jinja2")
    (row,) = load(load_card(DATASETS / MODEL)).to_dict("records")
    provenance = playground.provenance()
    shown = jinja2.Template(row["template"]).render(
        messages=[{"role": "user", "content": "Hi {x}"}], add_generation_prompt=True
    )
    assert shown == provenance["template"].format(system=provenance["system"], prompt="Hi {x}")


@pytest.mark.parametrize(
    ("prompt", "settings", "said"),
    [
        ("  ", {}, "Give the model some text"),
        ("Hi", {"temperature": 3}, "temperature is 3"),
        ("Hi", {"temperature": float("nan")}, "temperature is nan"),
        ("Hi", {"tokens": 5_000}, "1 to 512"),
        ("Hi", {"seed": -1}, "seed is -1"),
        ("word " * 5_000, {}, "shorten the prompt"),
    ],
)
def test_what_cannot_be_asked_is_told(playground, prompt, settings, said):
    with pytest.raises(PlaygroundError, match=said):
        playground.ask(prompt, **settings)


def test_answering_ten_prompts_again_gives_the_same_bytes(playground):
    answers = rows("answers")
    length = Counter()
    for row in answers:
        length[row["prompt"]] += row["tokens"]
    shortest = sorted(length, key=lambda name: (length[name], name))[:10]
    provenance = json.loads((FOLDER / "provenance.json").read_text(encoding="utf-8"))
    if playground.provenance()["engine"] != provenance["engine"]:
        pytest.skip("another engine or processor: its answers need not be those of the dataset")
    again = list(answer_rows(FOLDER / "prompts.jsonl", playground, shortest))
    assert again == [row for row in answers if row["prompt"] in shortest]
