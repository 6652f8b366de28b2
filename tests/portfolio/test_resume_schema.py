"""The JSON Resume of a portfolio is valid by the official schema, if its npm package is installed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from labelwright_portfolio.exports.resume import build_resume
from labelwright_portfolio.parse_page import read_portfolio
from labelwright_portfolio.profile import Profile

SOURCE = Path(__file__).with_name("resume_schema")
PLACE = Path(
    os.environ.get("LABELWRIGHT_RESUME_SCHEMA", Path.home() / ".cache" / "labelwright-resume-schema")
)
"""Where .ci/run installs the package that `resume_schema/package.json` names."""
SCHEMA = PLACE / "node_modules" / "@jsonresume" / "schema" / "schema.json"
EXAMPLE = Path(__file__).parents[2] / "portfolio_template" / "example" / "page"

pytestmark = pytest.mark.skipif(
    not SCHEMA.is_file(), reason=f"the schema is not installed: npm install in a copy of {SOURCE} at {PLACE}"
)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(found)
    return found


def faults(schema: dict[str, Any], document: Any) -> list[str]:
    """Return each fault of a document, and each field that the schema does not know."""
    validator = jsonschema.Draft7Validator(
        closed(schema), format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def closed(schema: Any) -> Any:
    """Return the schema with every object closed: the official one allows any further field, so it misses a typo."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: closed(part) for name, part in schema.items()}
    return {**parts, "additionalProperties": False} if schema.get("additionalProperties") is True else parts


def test_the_resume_of_the_example_is_valid(schema: dict[str, Any]) -> None:
    assert faults(schema, json.loads(build_resume(*read_portfolio(EXAMPLE)))) == []


def test_a_resume_with_every_field_is_valid(
    schema: dict[str, Any], portfolio: Path, profile: Profile
) -> None:
    works, data = read_portfolio(portfolio)
    site = profile.shown.model_copy(update={"site": "https://user.github.io/"})
    document = json.loads(build_resume(works, data.model_copy(update={"profile": site})))
    assert document["projects"][0]["url"].startswith("https://user.github.io/work/")
    assert faults(schema, document) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("certificates", 0, "date"), "20 November 2026"),
        (("basics", "name"), 5),
        (("basics", "mail"), "a@example.org"),
        (("projects", 0, "highlights"), "one"),
        (("languages", 0, "level"), "C1"),
    ],
)
def test_the_schema_finds_a_fault(
    schema: dict[str, Any], portfolio: Path, place: tuple[Any, ...], value: object
) -> None:
    document = json.loads(build_resume(*read_portfolio(portfolio)))
    part = document
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value
    assert faults(schema, document)
