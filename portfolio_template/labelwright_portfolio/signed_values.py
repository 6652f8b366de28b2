"""Figures bound to what was signed: each shown text names its source, its place there and its format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from markupsafe import Markup, escape

from labelwright.credentials.keys import fingerprint


def shown(value: object, form: str) -> str:
    """The text a page shows for a signed value; `form` is one of text, number, date, fingerprint.

    Raises ValueError for an unknown form, or a value the form cannot show.
    """
    if form == "number":
        return _number(str(value))
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not text")
    if form == "text":
        return value
    if form == "date":
        moment = datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
        return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    if form == "fingerprint":
        return fingerprint(value)
    raise ValueError(f"unknown form {form!r}")


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


SIGNS = {"text": "", "number": "#", "date": "@", "fingerprint": "~"}
"""How a page writes the form of a shown value, before the address of where it was signed."""
SUBJECT = "/credentialSubject/"
_ADDRESS = re.compile(r"([#@~]?)([ce])([0-9]+)(/.*)")
_CODE = re.compile("`([^`\n]+)`")
_NUMBER = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,20})?")


def _number(text: str) -> str:
    """Whole numbers as they are, others with two or three decimals, tiny ones with two digits."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a number in plain digits")
    number = Decimal(text)
    if number == number.to_integral_value():
        return f"{int(number):,}".replace("-", "\u2212")
    places = 3 if abs(number) < 10 else 1
    rounded = str(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    if Decimal(rounded) == 0:
        rounded = format(Decimal(f"{number:.1e}"), "f")
    elif places == 3 and rounded.endswith("0"):
        rounded = rounded[:-1]
    return rounded.replace("-", "\u2212")


def resolve(document: Any, pointer: str) -> Any:
    """The value at a JSON pointer (RFC 6901); LookupError when there is none."""
    if pointer and not pointer.startswith("/"):
        raise LookupError(pointer)
    value = document
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, Mapping):
            value = value[name]
        elif isinstance(value, list) and name.isascii() and name.isdecimal():
            value = value[int(name)]
        else:
            raise LookupError(pointer)
    return value


def address_of(source: str, pointer: str, form: str) -> str:
    """Where a shown value was signed, in short: a sign for its form, `c1` or `e1` for `cred-1` or `evidence-1`, a pointer.

    The pointer's first step `/credentialSubject/`, which most have, is written `//`.
    """
    name, _, place = source.partition("-")
    short = f"//{pointer.removeprefix(SUBJECT)}" if pointer.startswith(SUBJECT) else pointer
    return f"{SIGNS[form]}{name[:1]}{place}{short}"


def at_address(address: str) -> tuple[str, str, str]:
    """The document's id, the JSON pointer and the form that `address_of` was given; LookupError for another text."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise LookupError(address)
    sign, kind, place, pointer = found.groups()
    source = f"{'cred' if kind == 'c' else 'evidence'}-{place}"
    form = next(form for form, one in SIGNS.items() if one == sign)
    return source, SUBJECT + pointer[2:] if pointer.startswith("//") else pointer, form


@dataclass(frozen=True)
class Figure:
    """One shown value with its source: the id of an embedded document, a JSON pointer and a form."""

    source: str
    pointer: str
    value: Any
    form: str = "text"

    @property
    def text(self) -> str:
        """The text the page shows."""
        return shown(self.value, self.form)

    def __bool__(self) -> bool:
        return self.value not in (None, "")

    def __html__(self) -> Markup:
        return self.element("span")

    def element(self, tag: str) -> Markup:
        """The bound text inside an element `tag`, escaped."""
        address = address_of(self.source, self.pointer, self.form)
        return Markup('<{0} data-cred="{1}">{2}</{0}>').format(Markup(tag), address, _with_code(self.text))


@dataclass(frozen=True)
class Count:
    """A number that is counted over all embedded credentials, named so that it can be counted again."""

    of: str
    value: int

    def __html__(self) -> Markup:
        return Markup('<span data-count="{}">{}</span>').format(self.of, self.value)


def _with_code(text: str) -> Markup:
    """The text with what stands between backticks as code. They stay, unseen: what is shown is compared to the letter."""
    return Markup(_CODE.sub(r"<code><i>`</i>\1<i>`</i></code>", str(escape(text))))


def unsigned(text: str) -> Markup:
    """Text with digits that no signature covers, marked as such."""
    return Markup("<span data-unsigned>{}</span>").format(escape(text))
