"""Write the job seeker's own folder for `labelwright portfolio init`; its template files are in this package."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from labelwright.errors import PortfolioError


def make_folder(folder: Path, works: Sequence[tuple[str, str]], *, workflow: bool = False) -> list[Path]:
    """Write the missing files of `folder` and return their paths; `works` are exercises with their titles.

    Files that exist are not changed. Raise PortfolioError if the folder cannot be written.
    """
    texts = {name: read_starter_file(name) for name in ("profile.toml", "README.md")}
    texts[".gitignore"] = read_starter_file("gitignore")
    for slug, title in works:
        texts[f"works/{slug}.toml"] = f"# {title}\n{read_starter_file('work.toml')}"
    if workflow:
        texts[".github/workflows/portfolio.yml"] = read_starter_file("workflow.yml")
    written = []
    try:
        (folder / "works").mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            path = folder / name
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
                written.append(path)
    except OSError as error:
        raise PortfolioError(
            f"{folder} cannot be written: {error.strerror or error}. Name another folder."
        ) from None
    return written


def read_starter_file(name: str) -> str:
    """Return one of the template files as text."""
    return (files("labelwright_portfolio") / "starter" / name).read_text(encoding="utf-8")
