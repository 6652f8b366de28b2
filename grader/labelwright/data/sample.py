"""Draw one learner's own sample of a table, the same on every machine, and hand it out as a file with a digest."""

from __future__ import annotations

import csv
import hashlib
import inspect
import json
import unicodedata
from collections import Counter
from collections.abc import Hashable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labelwright.data.salt import salted
from labelwright.exchange.plain_data import PlainError, Table, encode, loads

if TYPE_CHECKING:
    import pandas as pd

    from labelwright.course.exercise import Exercise


def sample_bytes(table: Table) -> bytes:
    """Return the file of a sample: the table as plain data, each column on its own line."""
    return _json(table, table.data)


def sample_digest(table: Table | None) -> str:
    """Return the SHA-256 that tells one sample from another; empty for no sample.

    None and NaN count as the same missing value, because releases of pandas differ in which of the two they give.
    """
    if table is None:
        return ""
    return sha256(_json(table, [[_or_none(value) for value in column] for column in table.data])).hexdigest()


def read_sample(path: Path, digest: str) -> Table:
    """Return the sample in the file; ExerciseError if it cannot be read or is not the one with this digest."""
    from labelwright.course.exercise import ExerciseError

    try:
        table = loads(path.read_bytes())
    except (OSError, PlainError):
        table = None
    if not isinstance(table, Table) or sample_digest(table) != digest:
        raise ExerciseError(
            f"{path} is not the sample that was handed out: it is missing, or was changed. The grader would refuse work "
            "on other rows. Ask your instructor for the file again, and work on a copy: `rows = ex.sample()`."
        )
    return table


def _or_none(value: Any) -> Any:
    return None if isinstance(value, float) and value != value else value


def _json(table: Table, data: list[list[Any]]) -> bytes:
    def text(values: list[Any]) -> str:
        return json.dumps(encode(values), ensure_ascii=False, separators=(",", ":"))

    columns = ",\n".join(map(text, data))
    parts = f'{{"$":"table",\n"columns":{text(table.columns)},\n"index":{text(table.index)},\n"data":[\n{columns}]}}\n'
    return parts.encode("utf-8", "backslashreplace")


_SEPARATOR = "\x1f"


def seed(learner: str, exercise: str, form: int = 1) -> int:
    """Return a 64-bit unsigned integer fixed by learner, exercise and form, for seeding a random generator.

    It is the first eight bytes, big-endian, of SHA-256 over the three joined by U+001F. The learner id is
    NFC-normalised, so that a composed and a decomposed accent name the same person. A course's salt changes it.
    """
    return int.from_bytes(hashlib.sha256(_prefix(learner, exercise, form)).digest()[:8], "big")


def sample(
    frame: pd.DataFrame,
    *,
    learner: str,
    exercise: str,
    form: int = 1,
    n: int,
    stratify: str | None = None,
    key: str | None = "token",
    drop_repeats: bool = False,
) -> pd.DataFrame:
    """Return `n` rows of `frame` chosen by the order of a hash, in that order, with a new index.

    A row's rank is SHA-256 over learner, exercise, form, key value and the number of earlier rows with that key value,
    joined by U+001F, after the course's salt if it has one. No random generator is used. So rows with the same key value stay distinct;
    `drop_repeats=True` leaves out every row whose key value occurs more than once. `key=None` ranks by row position.
    With `stratify`, each value of that column gets its share of `n` by largest remainder. Raises ValueError if `n`
    is not between 1 and the rows available, or a column or id cannot be used.
    """
    keys = _row_keys(frame, key)
    keep = list(range(len(frame)))
    if drop_repeats and key is not None:
        times = Counter(base for base, _ in keys)
        keep = [position for position in keep if times[keys[position][0]] == 1]
    if not 1 <= n <= len(keep):
        raise ValueError(
            f"n={n} rows were asked for, but there are {len(keep)} rows to draw from; choose n from 1 to {len(keep)}."
        )
    prefix = _prefix(learner, exercise, form)
    order = sorted(keep, key=lambda position: _rank(prefix, keys[position]))
    if stratify is not None:
        order = _by_stratum(order, _column(frame, stratify), n)
    return frame.iloc[order[:n]].reset_index(drop=True)


def _prefix(learner: str, exercise: str, form: int) -> bytes:
    learner = unicodedata.normalize("NFC", learner)
    for name, text in (("learner", learner), ("exercise", exercise)):
        if not text or _SEPARATOR in text:
            raise ValueError(f"{name} is {text!r}; give a non-empty id without the control character U+001F.")
    try:
        return salted(_SEPARATOR.join((learner, exercise, str(int(form)))).encode("utf-8"))
    except UnicodeEncodeError:
        raise ValueError(
            "the learner or exercise id contains half of a character (a lone surrogate); type it again."
        ) from None


def _column(frame: pd.DataFrame, name: str) -> list[Hashable]:
    if name not in frame.columns:
        raise ValueError(f"no column is called {name!r}; the table has {', '.join(map(str, frame.columns))}.")
    return [
        None if gone else value for value, gone in zip(frame[name].tolist(), frame[name].isna(), strict=True)
    ]


def _row_keys(frame: pd.DataFrame, key: str | None) -> list[tuple[str, int]]:
    if key is None:
        return [(str(position), 0) for position in range(len(frame))]
    seen: Counter[str] = Counter()
    keys = []
    for position, value in enumerate(_column(frame, key)):
        if value is None:
            raise ValueError(
                f"row {position} has no value in the key column {key!r}; drop it or choose another key."
            )
        text = str(value)
        keys.append((text, seen[text]))
        seen[text] += 1
    return keys


def _rank(prefix: bytes, row: tuple[str, int]) -> bytes:
    text = _SEPARATOR.join(("", row[0], str(row[1])))
    return hashlib.sha256(prefix + text.encode("utf-8", "surrogatepass")).digest()


def _by_stratum(order: Sequence[int], strata: Sequence[Hashable], n: int) -> list[int]:
    sizes = Counter(strata[position] for position in order)
    shares = {stratum: divmod(n * size, len(order)) for stratum, size in sizes.items()}
    quota = {stratum: whole for stratum, (whole, _) in shares.items()}
    # Equal remainders are ordered by the label itself, not by the order in which labels appear.
    by_remainder = sorted(shares, key=lambda stratum: (-shares[stratum][1], str(stratum)))
    for stratum in by_remainder[: n - sum(quota.values())]:
        quota[stratum] += 1
    taken = []
    for position in order:
        if quota[strata[position]] > 0:
            quota[strata[position]] -= 1
            taken.append(position)
    return taken


def with_pool(frame: pd.DataFrame, pool: Path, key: str) -> pd.DataFrame:
    """Return the rows of `frame` whose `key` is in the CSV file `pool`, with the pool's other columns as text.

    The rows keep the frame's order. Raise ExerciseError if the pool cannot be read, lacks the column, names an id twice,
    or names one that is not in the data exactly once.
    """
    from labelwright.course.exercise import ExerciseError

    listed = _read(pool, key)
    # A CSV file has only text: a key that is a number is compared as text.
    rows = frame[frame[key].astype(str).isin(list(listed))].reset_index(drop=True)
    names = rows[key].astype(str)
    if len(rows) != len(listed) or names.duplicated().any():
        gone = sorted(set(listed) - set(names)) or sorted(names[names.duplicated()])
        raise ExerciseError(f"{pool} names {gone[0]!r}, which is not in the data exactly once. Remove it.")
    more = [name for name in next(iter(listed.values())) if name != key]
    return rows.assign(**{name: [listed[key_text][name] for key_text in names] for name in more})


def _read(pool: Path, key: str) -> dict[str, dict[str, str]]:
    from labelwright.course.exercise import ExerciseError

    try:
        with pool.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        listed = {row[key]: row for row in rows}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ExerciseError(
            f"{pool} cannot be read: {error}. It should be a CSV file with a header."
        ) from None
    except KeyError:
        raise ExerciseError(
            f"{pool} needs the column {key!r}, which connects its rows with the data."
        ) from None
    if not listed or len(listed) != len(rows):
        raise ExerciseError(
            f"{pool} is empty or names a row twice. Every row of the pool must be there once."
        )
    return listed


def make_sample(exercise: Exercise, file: str, **given: Any) -> pd.DataFrame:
    """Return the table that the function `make` of the exercise's `file` gives; it gets those of `given` that it names.

    It runs where checks run, never in a learner's graded process, which gets only the table: what else the file
    knows, such as the right answers, stays here. Raise ExerciseError if the file cannot be loaded, has no `make`, asks for
    something else, fails, or gives no DataFrame.
    """
    import pandas as pd

    from labelwright.course.exercise import ExerciseError, load_module

    path = exercise.folder / file
    if not path.is_file():
        raise ExerciseError(f"{path} is missing; [sample] made_by names it.")
    make = getattr(load_module(exercise, file), "make", None)
    if not callable(make):
        raise ExerciseError(f"{path} has no function `make`. Write one that returns the sample.")
    wanted = list(inspect.signature(make).parameters)
    if unknown := [name for name in wanted if name not in given]:
        raise ExerciseError(f"{path}: make has the parameter {unknown[0]!r}; it may have {', '.join(given)}.")
    try:
        table = make(**{name: given[name] for name in wanted})
    except Exception as error:
        raise ExerciseError(f"{path} cannot make the sample: {type(error).__name__}: {error}") from error
    if not isinstance(table, pd.DataFrame):
        raise ExerciseError(f"{path}: make returned a {type(table).__name__}. It must return a DataFrame.")
    return table
