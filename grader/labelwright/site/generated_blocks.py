"""Fill the marked places of pages that are otherwise written by hand, and find pages that are out of date."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from labelwright.course.course import Course
from labelwright.course.root import CourseError
from labelwright.site.market import load_facts, market_blocks
from labelwright.site.placement import load_questions, placement_blocks
from labelwright.site.teaching import teaching_blocks


def fill_blocks(text: str, blocks: Mapping[str, str], where: str) -> str:
    """Return `text` with each block between its marks `<!-- name:begin -->` and `<!-- name:end -->`.

    Everything else stays unchanged, line ends included; filling twice gives the same text. CourseError names `where` and
    the block if a pair of marks is missing or occurs more than once.
    """
    for name, block in blocks.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        before, _, rest = text.partition(begin)
        if (text.count(begin), text.count(end), rest.count(end)) != (1, 1, 1):
            raise CourseError(
                f"{where} needs the line {begin} once, and after it the line {end} once. Put both where the "
                "generated part belongs."
            )
        text = f"{before}{begin}\n\n{block}\n\n{end}{rest.partition(end)[2]}"
    return text


def filled_pages(course: Course) -> dict[Path, str]:
    """Return the pages with generated places as they should be, path to text; empty if the course has no such pages.

    CourseError or ExerciseError if the facts, an exercise or an attempt breaks a rule.
    """
    market, teaching = course.book / "market" / "index.md", course.book / "instructors" / "teaching.md"
    placement = course.book / "learn" / "placement.md"
    pages = {}
    if market.is_file():
        pages[market] = _fill(market, market_blocks(load_facts(market.with_name("facts.toml"))))
    if teaching.is_file():
        pages[teaching] = _fill(teaching, teaching_blocks(course))
    if placement.is_file():
        questions = load_questions(placement.with_suffix(".toml"))
        pages[placement] = _fill(placement, placement_blocks(course, questions))
    return pages


def write_blocks(course: Course) -> list[Path]:
    """Fill the places of every such page and return the paths that changed."""
    stale = {path: text for path, text in filled_pages(course).items() if text != _read(path)}
    for path, text in stale.items():
        path.write_bytes(text.encode("utf-8"))
    return list(stale)


def stale_blocks(course: Course) -> list[Path]:
    """Return the pages whose generated places are out of date."""
    return [path for path, text in filled_pages(course).items() if text != _read(path)]


def _fill(path: Path, blocks: Mapping[str, str]) -> str:
    return fill_blocks(_read(path), blocks, str(path))


def _read(path: Path) -> str:
    # A checkout may change line ends to CRLF; that is not a change of content.
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
