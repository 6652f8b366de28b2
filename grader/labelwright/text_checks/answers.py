"""Check what an answer says: numbers and arithmetic, extracted values, and its language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from labelwright.text_checks.constraints import Check, Finding, Reply, folded, occurrences, plain

_FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*)\n\s*```", re.DOTALL)


def document(check: Check, reply: Reply) -> Finding:
    """The whole answer is JSON (a code fence around it is allowed), with exactly `keys`, or a list of `items` items."""
    try:
        value = parse_json(reply.text)
    except ValueError:
        # Python words its JSON errors differently in each version; verdicts are stored, so they do not quote them.
        inside = find_object(reply.text) is not None
        return Finding(
            False, "not JSON as a whole: " + ("an object in other text" if inside else "no object")
        )
    if "items" in check:
        size = len(value) if isinstance(value, list) else None
        return Finding(
            size == check["items"], f"a {_name(value)}" + (f" of {size}" if size is not None else "")
        )
    if not isinstance(value, dict):
        return Finding(False, f"a {_name(value)}, not an object")
    return Finding(set(value) == set(check["keys"]), f"keys: {', '.join(value) or 'none'}")


def field(check: Check, reply: Reply) -> Finding:
    """The first JSON object in the answer has the key `name` with one of the values in `accept`.

    Case, runs of white space and a full stop at the end do not matter; 3 and "3" are the same, and so are JSON's true
    and "true". An answer without an object fails, however good its text: the task was to extract into fields.
    """
    value = find_object(reply.text)
    if value is None:
        return Finding(False, "no JSON object")
    if check["name"] not in value:
        return Finding(False, f"no key {check['name']!r}; keys: {', '.join(value) or 'none'}")
    found = value[check["name"]]
    written = json.dumps(found, ensure_ascii=False)
    return Finding(
        any(_same(found, wanted) for wanted in check["accept"]),
        written if len(written) <= 80 else f"{written[:80]}…",
    )


def find_object(text: str) -> dict[str, Any] | None:
    """Return the first JSON object in the text, the outermost one; None if there is none."""
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    for start in (match.start() for match in re.finditer(r"\{", text)):
        try:
            value, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return value
    return None


def parse_json(text: str, *, fence: bool = True) -> Any:
    """Return the value that the whole text is as JSON, with a code fence around it if `fence`.

    Raises ValueError, saying what is wrong and at which character.
    """
    bare = text.strip()
    fenced = _FENCE.fullmatch(bare) if fence else None
    try:
        return json.loads(fenced[1] if fenced else bare, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} at character {error.pos}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _same(found: Any, wanted: str) -> bool:
    if isinstance(found, bool):
        return wanted.casefold() == str(found).casefold()
    if isinstance(found, int | float):
        return _number(wanted) == found
    return isinstance(found, str) and folded(found).rstrip(" .") == folded(wanted).rstrip(" .")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _name(value: Any) -> str:
    names = {dict: "JSON object", list: "JSON list", str: "JSON text", type(None): "JSON null"}
    return names.get(type(value), "JSON value")


_NUMBER = re.compile(r"(?<![\w.,])(?:(?<![\d)]\s)(?<!\))[-−])?(?:\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)(?:\.\d+)?")
_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])\s*([ap]\.?m\b)?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(\d{4}))?"
_DATES = (
    (re.compile(rf"(?<!\d){_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}", re.IGNORECASE), (0, 1, 2)),
    (re.compile(rf"\b{_MONTH}\s+{_DAY}(?!\d){_YEAR}", re.IGNORECASE), (1, 0, 2)),
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_SLASHED = re.compile(r"(?<!\d)\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?!\d)")
T = TypeVar("T")


def numbers(text: str) -> list[float]:
    """Return the numbers written in digits, in order: 1,250 and 1 250 are one number, 1.5 has a decimal point, "5-3" is 5 and 3."""
    return [float(re.sub(r"[, ]", "", found).replace("−", "-")) for found in _NUMBER.findall(plain(text))]


def clocks(text: str) -> list[tuple[int, int, bool]]:
    """Return the times of day as (hour 0 to 23, minute, known half): am, pm, an hour over 12 or a leading 0 tell the half."""
    found = []
    for hour, minute, half in _CLOCK.findall(plain(text)):
        value = int(hour)
        if half and value <= 12:
            value = value % 12 + (12 if half[0] in "pP" else 0)
        found.append((value, int(minute), bool(half) or value > 12 or hour.startswith("0")))
    return found


def dates(text: str) -> list[tuple[int | None, int, int]]:
    """Return the dates as (year or None, month, day), in order; of dates in digits, only ISO dates count."""
    found: list[tuple[int, tuple[int | None, int, int]]] = []
    bare = plain(text)
    for pattern, (day, month, year) in _DATES:
        for match in pattern.finditer(bare):
            parts = match.groups()
            number = _MONTHS.index(parts[month][:3].casefold()) + 1
            found.append(
                (match.start(), (int(parts[year]) if parts[year] else None, number, int(parts[day])))
            )
    for match in _ISO.finditer(bare):
        found.append((match.start(), (int(match[1]), int(match[2]), int(match[3]))))
    return [value for _, value in sorted(found, key=lambda pair: pair[0])]


def number(check: Check, reply: Reply) -> Finding:
    """The last number that the question does not give is `value`, within `tolerance` (default 1e-9).

    Undecided if the value appears earlier, or if the answer has no digits at all and may use words.
    """
    value, tolerance = float(check["value"]), float(check.get("tolerance", 1e-9))
    if not any(sign.isdigit() for sign in reply.text):
        return Finding(None, "no digits")
    return _last(
        numbers(reply.text), numbers(reply.prompt), lambda found: abs(found - value) <= tolerance, _written
    )


def clock(check: Check, reply: Reply) -> Finding:
    """The last time of day that the question does not give is `value` ("HH:MM"); undecided if am or pm is not clear."""
    hour, minute = (int(part) for part in check["value"].split(":"))
    found = clocks(reply.text)
    given = {time[:2] for time in clocks(reply.prompt)}
    new = [time for time in found if time[:2] not in given]
    if new and not new[-1][2] and (new[-1][0] % 12, new[-1][1]) == (hour % 12, minute) and hour != new[-1][0]:
        return Finding(None, f"{new[-1][0]}:{new[-1][1]:02d}, morning or evening not said")
    times = [time[:2] for time in found]
    return _last(
        times, list(given), lambda time: time == (hour, minute), lambda time: f"{time[0]}:{time[1]:02d}"
    )


def day(check: Check, reply: Reply) -> Finding:
    """The last date that the question does not give is `value` (ISO); a missing year is allowed.

    Undecided if the value appears earlier, or if the only date is in digits of unknown order (3/6/2024).
    """
    value = date.fromisoformat(check["value"])
    found = dates(reply.text)
    if not found and _SLASHED.search(reply.text):
        return Finding(None, "a date in digits, its order not said")
    fits = ({value.year, None}, value.month, value.day)
    given = [
        other
        for year, month, number in dates(reply.prompt)
        for other in ((year, month, number), (None, month, number))
    ]
    return _last(
        found,
        given,
        lambda parts: parts[0] in fits[0] and parts[1:] == fits[1:],
        lambda parts: "-".join(map(str, parts)),
    )


def named(check: Check, reply: Reply) -> Finding:
    """Of the names in `among` that the question does not give, the answer has one, and it is `value`.

    If the question gives them all, all count. Undecided if the answer has `value` and another name.
    """
    given = {name for name in check["among"] if occurrences(name, reply.prompt)}
    if given >= set(check["among"]):
        given = set()
    found = [name for name in check["among"] if name not in given and occurrences(name, reply.text)]
    evidence = f"found: {', '.join(found) or 'none'}"
    if len(found) > 1 and check["value"] in found:
        return Finding(None, evidence)
    return Finding(found == [check["value"]], evidence)


def _last(
    found: Sequence[T], given: Sequence[T], fits: Callable[[T], bool], write: Callable[[T], str]
) -> Finding:
    new = [value for value in found if value not in given]
    if not new:
        return Finding(False, "nothing that the question does not give")
    evidence = f"last: {write(new[-1])}"
    if fits(new[-1]):
        return Finding(True, evidence)
    if any(map(fits, new)):
        return Finding(None, f"{evidence}; the right one appears earlier")
    return Finding(False, evidence)


def _written(value: float) -> str:
    return f"{value:,.10g}"


_SCRIPTS = {"hi": (0x0900, 0x097F), "ar": (0x0600, 0x06FF)}
_WORDS = {
    "en": "the and of is are was were this that with for have has it you your from which an not be by",
    "de": "der das und ist sind nicht mit für ein eine einen wird auch auf von zu dem den ich sie es im oder sich",
    "es": "el los las y es son no con para una por del que se está como al su muy más lo un mi",
    "fr": "le les et est sont ne pas avec pour une des du que qui dans ce cette il elle nous vous au sur je un",
}
_FUNCTION_WORDS = {language: frozenset(listed.split()) for language, listed in _WORDS.items()}
MOST_IN_SCRIPT = 0.7
"""The share of the letters that must be in one script."""
LEAST_WORDS = 2
"""The fewest function words of a language that decide for it."""


def language(check: Check, reply: Reply) -> Finding:
    """The answer is in the language `is` ("en", "de", "es", "fr", "hi", "ar"); undecided if it is too short to tell.

    The script tells Hindi and Arabic from the others, not from languages with the same script (Marathi, Persian).
    Function words show which words a text uses, not whether it is right: nonsense in German words counts as German.
    """
    found, evidence = detect(reply.text)
    return Finding(None if found is None else found == check["is"], evidence)


def detect(text: str) -> tuple[str | None, str]:
    """Return the language and the evidence for it; None if there is too little evidence, or it is mixed."""
    letters = [ord(sign) for sign in text if sign.isalpha()]
    if not letters:
        return None, "no letters"
    for name, (first, last) in _SCRIPTS.items():
        share = sum(first <= letter <= last for letter in letters) / len(letters)
        if share >= MOST_IN_SCRIPT:
            return name, f"{name}: {share:.0%} of the letters in its script"
    if sum(letter < 0x0250 for letter in letters) / len(letters) < MOST_IN_SCRIPT:
        return None, "scripts are mixed"
    return _by_words(text)


def _by_words(text: str) -> tuple[str | None, str]:
    used = [word.strip(".,;:!?\"'()[]*«»¿¡") for word in folded(text).split()]
    hits = {name: sum(word in listed for word in used) for name, listed in _FUNCTION_WORDS.items()}
    (best, most), (_, second) = sorted(hits.items(), key=lambda pair: -pair[1])[:2]
    counts = ", ".join(f"{name} {count}" for name, count in hits.items())
    decided = most >= LEAST_WORDS and most >= 2 * second
    return (best if decided else None), f"function words: {counts}"
