"""Write the pages of exercises and datasets, and the map of skills."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from labelwright.checks.runner import exercise_facts
from labelwright.course.course import SKILLS, Course
from labelwright.course.exercise import Exercise
from labelwright.data.card import DATASET_SKILLS, DatasetCard
from labelwright.data.card_files import card_markdown

KINDS = {
    "real": "real, as published",
    "derived": "derived from published data",
    "simulated": "simulated",
    "authored": "written for this course",
}
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_ITEM = re.compile(r"^([-*+]|\d+[.)])\s")


def exercise_page(course: Course, exercise: Exercise, cards: Mapping[str, DatasetCard]) -> str:
    """Return the page as Markdown; `cards` maps the exercise's dataset slugs to their cards.

    Solutions, the texts of hints, and checks never appear: the notebook shown is learner.ipynb, if it was built.
    """
    title = course.module(exercise.module).title
    criteria = exercise_facts(exercise, title, cards.values()).criteria
    sections = [
        f"# {exercise.title}\n\n{exercise.summary}",
        _warning(cards.values()),
        f"**Why this exercise.** {exercise.why}",
        table(("What", "For this exercise"), _glance(course, exercise, cards)),
        f"## Tasks\n\n{table(('Task', 'Points', 'Required', 'Hints'), _tasks(exercise))}",
        f"## What you need to pass\n\n{criteria}{_ceiling(exercise)}",
        f"## Open it\n\n```bash\nlabelwright start\nlabelwright lab {exercise.slug}\n```\n\n"
        "The first command copies the notebooks into your own folder and never overwrites one. The second opens "
        "this notebook in JupyterLab. [How to begin](../learn/index.md) explains the rest.",
        _notebook(exercise),
    ]
    return "\n\n".join(section for section in sections if section)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a vertical bar inside a cell is escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _warning(cards: Iterable[DatasetCard]) -> str:
    warnings = dict.fromkeys(card.content_warning for card in cards if card.content_warning)
    return f"**Content warning.** {' '.join(warnings)}" if warnings else ""


def _glance(course: Course, exercise: Exercise, cards: Mapping[str, DatasetCard]) -> list[tuple[str, str]]:
    module = course.module(exercise.module)
    lesson = f"[{module.title}](../{module.slug}/index.md)" if module.lesson else module.title
    titles = {other.slug: other.title for other in course.exercises}
    needs = ", ".join(f"[{titles[slug]}]({slug}.md)" for slug in exercise.requires)
    data = ", ".join(f"[{card.title}](../datasets/{slug}.md)" for slug, card in cards.items())
    sample = exercise.sample
    how = "drawn" if sample and sample.dataset else "made"
    # A file that changes drawn rows may return more or fewer of them.
    is_counted = sample and sample.n and not (sample.dataset and sample.made_by)
    rows = f"{sample.n:,} rows {how}" if sample and is_counted else "made"
    yours = f"{rows} for you; other learners get different data" if sample else ""
    facts = [
        ("Time", f"about {exercise.minutes} minutes"),
        ("Lesson", lesson),
        ("Needs first", needs or "nothing"),
        ("Skills", ", ".join(exercise.skills)),
        ("Data", f"{KINDS[exercise.kind]}: {data}" if data else KINDS[exercise.kind]),
        ("Your sample", yours),
        ("Files you hand in", ", ".join(["the notebook", *(f"`{name}`" for name in exercise.files)])),
    ]
    return [(f"**{name}**", value) for name, value in facts if value]


def _tasks(exercise: Exercise) -> list[tuple[str, ...]]:
    return [
        (
            f"{task.title} (marked by a person)" if task.by_person else task.title,
            f"{task.points:g}",
            "yes" if task.must else "",
            str(len(exercise.hints(task.id)) or "none"),
        )
        for task in exercise.tasks
    ]


def _ceiling(exercise: Exercise) -> str:
    return f"\n\n**How well people do.** {exercise.ceiling.note}" if exercise.ceiling else ""


def _notebook(exercise: Exercise) -> str:
    path = exercise.folder / "learner.ipynb"
    if not path.is_file():
        return ""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    shown = [_cell(cell["cell_type"], "".join(cell["source"]), exercise.title) for cell in cells]
    intro = (
        "The notebook looks like this when you open it. Work in the notebook: your answers are checked there."
    )
    return "\n\n".join(["## The notebook", intro, *(text for text in shown if text)])


def _cell(kind: str, source: str, title: str) -> str:
    if kind == "markdown":
        return _lower_headings(source, title)
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", source)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}python\n{source}\n{fence}" if source.strip() else ""


def _lower_headings(source: str, title: str) -> str:
    """Return a cell's text with headings one level lower and an empty line before each list, for the site's Markdown."""
    lines: list[str] = []
    fenced = False
    for line in source.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        if not fenced and line.startswith("# ") and line[2:].strip() == title:
            continue
        if not fenced and re.match(r"#{1,5} ", line):
            line = f"#{line}" if line.startswith("##") else f"##{line}"
        if not fenced and _ITEM.match(line) and lines and lines[-1].strip() and not _in_list(lines):
            lines.append("")
        lines.append(line)
    return "\n".join(lines).strip()


def _in_list(lines: Sequence[str]) -> bool:
    """Return whether the last lines already belong to a list: an item, or its indented continuation."""
    for line in reversed(lines):
        if _ITEM.match(line):
            return True
        if not line.startswith(" "):
            return False
    return False


_DEFECTS = "## Known defects"
_KINDS = {
    "real": ("Real data", "Published by others and used as published, with its errors."),
    "derived": ("Derived data", "Made from published data by a rule that the card states."),
    "simulated": ("Simulated data", "Made by a program. No person gave these answers."),
    "authored": ("Authored data", "Written or produced for this course."),
}
_PLACES = {"installed": "installed", "fetched": "`data fetch`", "included": "in the course"}


def dataset_index(cards: Sequence[DatasetCard]) -> str:
    """Return the index of datasets: a table for each kind of data, then the datasets of each skill."""
    intro = (
        "Each dataset has a card. It says where the data comes from, which licence it has, what is wrong with it, and "
        "what you may publish. Every exercise names the datasets that it uses. Most of them are downloaded once, with "
        "`labelwright data fetch` and the dataset's name, or all together with `labelwright data fetch --all`. After "
        "that, no network is needed."
    )
    if not cards:
        return "# Datasets\n\nThis course has no datasets yet."
    groups = [_group(kind, [card for card in cards if card.kind == kind]) for kind in _KINDS]
    return "\n\n".join(["# Datasets", intro, *(group for group in groups if group), _by_skill(cards)])


def dataset_page(course: Course, card: DatasetCard) -> str:
    """Return the page of one card, with the exercises that use it; if there are any, the list of defects is folded."""
    users = [exercise for exercise in course.exercises if card.slug in exercise.datasets]
    links = [(exercise.title, f"../exercises/{exercise.slug}.md") for exercise in users]
    text = card_markdown(card, links).split("---\n", 2)[2].strip()
    return _fold_defects(text) if users else text


def _group(kind: str, cards: Sequence[DatasetCard]) -> str:
    if not cards:
        return ""
    heading, meaning = _KINDS[kind]
    rows = [
        (
            _link(card),
            f"{card.shape.rows:,}",
            ", ".join(card.skills),
            card.licence.data.spdx,
            _PLACES[card.pin.kind],
        )
        for card in cards
    ]
    listed = table(("Dataset", "Rows", "Skills", "Licence of the data", "Where"), rows)
    return f"## {heading}\n\n{meaning}\n\n{listed}"


def _by_skill(cards: Sequence[DatasetCard]) -> str:
    rows = [(skill, _links(card for card in cards if skill in card.skills)) for skill in DATASET_SKILLS]
    return f"## By skill\n\n{table(('Skill', 'Datasets'), [row for row in rows if row[1]])}"


def _links(cards: Iterable[DatasetCard]) -> str:
    return ", ".join(_link(card) for card in cards)


def _link(card: DatasetCard) -> str:
    return f"[{card.title}]({card.slug}.md)"


def _fold_defects(text: str) -> str:
    """Fold the section on defects, because an exercise may ask the learner to find them."""
    before, heading, rest = text.partition(f"{_DEFECTS}\n")
    if not heading:
        return text
    section, mark, after = rest.partition("\n## ")
    folded = "".join(f"    {line}".rstrip() + "\n" for line in section.strip().splitlines())
    advice = "An exercise may ask you to find these defects. Look for them yourself before you open the list."
    return f'{before}{heading}\n{advice}\n\n??? warning "Show the known defects"\n\n{folded}{mark}{after}'


def skills_page(course: Course) -> str:
    """Return the page as Markdown. A skill without an exercise is listed too."""
    covered = [skill for skill in SKILLS if _training(course, skill)]
    intro = (
        "Each exercise names the skills that it trains. If you pass it, you can get a "
        "[credential](../portfolio/index.md) that lists its checks and measured results. That is the evidence: this page "
        "never claims a skill without a piece of work that shows it."
    )
    rows = [
        (
            f"[{skill}](#{skill.replace(' ', '-')})" if skill in covered else skill,
            means,
            _count(course, skill),
        )
        for skill, means in SKILLS.items()
    ]
    gaps = [skill for skill in SKILLS if skill not in covered]
    rest = f"\n\nNo exercise yet: {', '.join(gaps)}." if gaps else ""
    sections = [
        "# Map of skills",
        intro,
        table(("Skill", "To be able to", "Exercises"), rows) + rest,
        *(_section(course, skill) for skill in covered),
    ]
    return "\n\n".join(sections)


def _training(course: Course, skill: str) -> list[Exercise]:
    return [exercise for exercise in course.exercises if skill in exercise.skills]


def _count(course: Course, skill: str) -> str:
    return str(len(_training(course, skill)) or "none yet")


def _section(course: Course, skill: str) -> str:
    rows = [
        (
            f"[{exercise.title}]({exercise.slug}.md)",
            _lesson(course, exercise),
            KINDS[exercise.kind],
            "; ".join(task.title for task in exercise.tasks),
        )
        for exercise in _training(course, skill)
    ]
    listed = table(("Exercise", "Module", "Data", "What passing it shows"), rows)
    return f"## {skill.capitalize()}\n\nTo {SKILLS[skill]}.\n\n{listed}"


def _lesson(course: Course, exercise: Exercise) -> str:
    module = course.module(exercise.module)
    return f"[{module.title}](../{module.slug}/index.md)" if module.lesson else module.title
