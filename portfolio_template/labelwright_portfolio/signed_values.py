"""Bind each shown text to what was signed: it names its document, its place in it and the form it is shown in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from markupsafe import Markup, escape

from labelwright.credentials.keys import fingerprint

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
FORM_SIGNS = {"text": "", "number": "#", "date": "@", "fingerprint": "~"}
"""How a page writes the form of a shown value, before the address of where it was signed."""
SUBJECT = "/credentialSubject/"
_ADDRESS = re.compile(r"([#@~]?)([ce])([0-9]+)(/.*)")
_CODE = re.compile("`([^`\n]+)`")
_NUMBER = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,20})?")


def format_value(value: object, form: str) -> str:
    """Return the text that a page shows for a signed value; `form` is text, number, date or fingerprint.

    Raise ValueError for an unknown form, or a value that the form cannot show.
    """
    if form == "number":
        return _format_number(str(value))
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not text")
    if form == "text":
        return value
    if form == "date":
        date = datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
        return f"{date.day} {MONTHS[date.month - 1]} {date.year}"
    if form == "fingerprint":
        return fingerprint(value)
    raise ValueError(f"unknown form {form!r}")


def _format_number(text: str) -> str:
    """Return whole numbers as they are, others with one to three decimals, and tiny ones with two digits."""
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


def resolve_pointer(document: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer (RFC 6901); raise LookupError if there is none."""
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


def format_address(source: str, pointer: str, form: str) -> str:
    """Return where a shown value was signed, in short: a sign for its form, the document, and a JSON pointer.

    The document is `c1` for `cred-1` and `e1` for `evidence-1`. Most pointers begin with `/credentialSubject/`, which
    is written `//`.
    """
    name, _, place = source.partition("-")
    short = f"//{pointer.removeprefix(SUBJECT)}" if pointer.startswith(SUBJECT) else pointer
    return f"{FORM_SIGNS[form]}{name[:1]}{place}{short}"


def parse_address(address: str) -> tuple[str, str, str]:
    """Return the document's id, the JSON pointer and the form of an address; raise LookupError for any other text."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise LookupError(address)
    sign, kind, place, pointer = match.groups()
    source = f"{'cred' if kind == 'c' else 'evidence'}-{place}"
    form = next(form for form, form_sign in FORM_SIGNS.items() if form_sign == sign)
    return source, SUBJECT + pointer[2:] if pointer.startswith("//") else pointer, form


@dataclass(frozen=True)
class SignedValue:
    """One shown value with its source: the id of an embedded document, a JSON pointer and a form."""

    source: str
    pointer: str
    value: Any
    form: str = "text"

    @property
    def text(self) -> str:
        """The text that the page shows."""
        return format_value(self.value, self.form)

    def __bool__(self) -> bool:
        return self.value not in (None, "")

    def __html__(self) -> Markup:
        return self.element("span")

    def element(self, tag: str) -> Markup:
        """Return the bound text inside an element `tag`, escaped."""
        address = format_address(self.source, self.pointer, self.form)
        return Markup('<{0} data-cred="{1}">{2}</{0}>').format(Markup(tag), address, _mark_code(self.text))


@dataclass(frozen=True)
class Count:
    """A number counted over all embedded credentials; its name says how to count it again."""

    of: str
    value: int

    def __html__(self) -> Markup:
        return Markup('<span data-count="{}">{}</span>').format(self.of, self.value)


def _mark_code(text: str) -> Markup:
    """Return the text with each part in backticks as code.

    The backticks stay, hidden by the style, because the shown text is compared with the signed one to the letter.
    """
    return Markup(_CODE.sub(r"<code><i>`</i>\1<i>`</i></code>", str(escape(text))))


def unsigned(text: str) -> Markup:
    """Return text with digits that no signature covers, marked as such."""
    return Markup("<span data-unsigned>{}</span>").format(escape(text))
