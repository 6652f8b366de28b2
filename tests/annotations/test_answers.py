"""Questions about a namespace are answered in plain data, even if the learner's objects misbehave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from labelwright.exchange import inspect
from labelwright.exchange.inspect import answer, describe, read_question
from labelwright.exchange.plain_data import encode, loads


def ask(namespace: dict[str, Any], folder: Path, **question: Any) -> dict[str, Any]:
    found = loads(answer(namespace, folder, question))
    assert isinstance(found, dict)
    return found


def test_values_are_here_or_absent(tmp_path: Path) -> None:
    assert ask({"x": [1]}, tmp_path, ask="value", name="x") == {"state": "here", "value": [1]}
    assert ask({"x": ...}, tmp_path, ask="value", name="x") == {"state": "here", "value": ...}
    assert ask({}, tmp_path, ask="value", name="x") == {"state": "absent"}


def test_functions_get_live_arguments_and_give_data(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1, 2]})
    namespace = {"rows": lambda table, more: table.shape[0] + more, "later": ..., "no_function": 3}
    arguments = [encode(frame), encode(3)]
    assert ask(namespace, tmp_path, ask="call", name="rows", arguments=arguments)["value"] == 5
    for name in ("later", "gone"):
        assert ask(namespace, tmp_path, ask="call", name=name, arguments=[]) == {"state": "absent"}
    said = ask(namespace, tmp_path, ask="call", name="no_function", arguments=[])
    assert said == {"state": "raised", "error": "TypeError: 'int' object is not callable"}


@pytest.mark.parametrize("error", [ValueError("bad"), SystemExit(3), RecursionError(), MemoryError()])
def test_what_a_function_raises_is_told(tmp_path: Path, error: BaseException) -> None:
    def raises() -> None:
        raise error

    said = ask({"f": raises}, tmp_path, ask="call", name="f", arguments=[])
    assert said == {"state": "raised", "error": describe(error)}


def test_an_interruption_by_the_learner_goes_through(tmp_path: Path) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask({"f": interrupted}, tmp_path, ask="call", name="f", arguments=[])


def test_files_are_read_from_the_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "labels.csv").write_bytes(b"\xef\xbb\xbfid\n\xff")
    assert "".join(ask({}, folder, ask="file", name="labels.csv")["value"]) == "id\n\N{REPLACEMENT CHARACTER}"
    for name in ("../secret.txt", str(tmp_path / "secret.txt"), "gone.csv", "", ".."):
        assert ask({}, folder, ask="file", name=name) == {"state": "absent"}


def test_a_file_too_large_is_unsendable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspect, "MAX_BYTES", 10)
    (tmp_path / "labels.csv").write_bytes(b"123456")
    said = ask({}, tmp_path, ask="file", name="labels.csv")
    assert said == {"state": "unsendable", "error": "labels.csv is larger than 5 bytes"}


class Mute(Exception):
    """An error that cannot say what it is."""

    def __str__(self) -> str:
        raise OSError


def test_an_error_is_told_in_a_bounded_line() -> None:
    assert describe(Mute()) == "Mute"
    assert describe(ValueError()) == "ValueError"
    assert describe(KeyError("x")) == "KeyError: 'x'"
    assert len(describe(ValueError("x" * 10_000))) == inspect.MAX_ERROR


def test_a_question_is_one_line_of_json() -> None:
    assert read_question(b'{"ask": "value", "name": "x"}') == {"ask": "value", "name": "x"}
