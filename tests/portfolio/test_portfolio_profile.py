"""The profile file: the starter file works, and every mistake is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelwright.errors import PortfolioError
from labelwright_portfolio.profile import Profile, load_profile

STARTER = (
    Path(__file__).parents[2] / "portfolio_template" / "labelwright_portfolio" / "starter" / "profile.toml"
)


def test_the_starter_file_loads_and_names_every_field() -> None:
    profile = load_profile(STARTER)
    assert profile.name == "Your Name"
    assert profile.signing_name == "Your Name"
    words = STARTER.read_text(encoding="utf-8")
    assert all(name in words for name in Profile.model_fields)


def test_the_shown_part_never_holds_the_address(tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(
        'name = "Ada"\nemail = " a@example.org "\nissuer_name = "College"\n'
        '[[links]]\nlabel = "Samples"\nurl = "https://example.org/"\n',
        encoding="utf-8",
    )
    profile = load_profile(path)
    assert profile.email == "a@example.org"
    assert profile.signing_name == "College"
    assert set(profile.shown.model_dump()) == {
        "name", "headline", "languages", "domains", "availability", "links", "about", "site", "search_engines", "card",
    }  # fmt: skip
    assert "example.org" in profile.shown.model_dump_json()
    assert "a@example" not in profile.shown.model_dump_json()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = Ada", "not valid TOML"),
        ("headline = 'x'", "name is missing"),
        ("name = ''", "name: "),
        ("name = 'A'\nphone = '1'", "phone is not a field"),
        ("name = 'A'\nlanguages = 'English'", "languages: "),
        ("name = 'A'\nemail = 'nobody'", "not an e-mail address"),
        ("name = 'A'\n[[links]]\nlabel = 'x'\nurl = 'javascript:alert(1)'", r"links\.0\.url: a link must be"),
        ("name = 'A'\n[[links]]\nlabel = 'x'\nurl = 'mailto:a@example.org'", "a link must be"),
    ],
)
def test_mistakes_are_explained(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PortfolioError, match=words):
        load_profile(path)


def test_missing_and_unreadable_files_are_explained(tmp_path: Path) -> None:
    with pytest.raises(PortfolioError, match="No profile was found at"):
        load_profile(tmp_path / "profile.toml")
    with pytest.raises(PortfolioError, match="cannot be read"):
        load_profile(tmp_path)
    (tmp_path / "bad.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(PortfolioError, match="cannot be read"):
        load_profile(tmp_path / "bad.toml")
