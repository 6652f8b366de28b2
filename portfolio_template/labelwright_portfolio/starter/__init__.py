"""The job seeker's own folder, as `labelwright portfolio init` makes it; its files lie beside this module."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from labelwright.errors import PortfolioError


def make_folder(folder: Path, works: Sequence[tuple[str, str]], *, workflow: bool = False) -> list[Path]:
    """Write what is missing in `folder` and return the paths written; `works` are exercises with their titles.

    Nothing that is there is changed. Raises PortfolioError where the folder cannot be written.
    """
    wanted = {
        name: template_file(source)
        for name, source in (("profile.toml", "profile.toml"), ("README.md", "README.md"))
    }
    wanted[".gitignore"] = template_file("gitignore")
    for slug, title in works:
        wanted[f"works/{slug}.toml"] = f"# {title}\n{template_file('work.toml')}"
    if workflow:
        wanted[".github/workflows/portfolio.yml"] = template_file("workflow.yml")
    made = []
    try:
        (folder / "works").mkdir(parents=True, exist_ok=True)
        for name, text in wanted.items():
            path = folder / name
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
                made.append(path)
    except OSError as trouble:
        raise PortfolioError(
            f"{folder} cannot be written: {trouble.strerror or trouble}. Name another folder."
        ) from None
    return made


def template_file(name: str) -> str:
    """A file of the template as text."""
    return (files("labelwright_portfolio") / "starter" / name).read_text(encoding="utf-8")
