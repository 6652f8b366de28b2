"""The map of skills lists every skill, and every exercise under each skill that it trains."""

from __future__ import annotations

from labelwright.course.course import SKILLS
from labelwright.site.reference_pages import skills_page


def test_every_skill_and_every_exercise_is_on_the_map(checkout):
    page = skills_page(checkout)
    for skill, meaning in SKILLS.items():
        trained = [exercise for exercise in checkout.exercises if skill in exercise.skills]
        shown = f"[{skill}](#{skill.replace(' ', '-')})" if trained else skill
        assert f"| {shown} | {meaning} | {len(trained) or 'none yet'} |" in page
        if not trained:
            continue
        section = page.split(f"## {skill.capitalize()}\n")[1].split("\n## ")[0]
        for exercise in trained:
            assert f"[{exercise.title}]({exercise.slug}.md)" in section
            assert all(task.title in section for task in exercise.tasks)
    listed = {exercise.slug for exercise in checkout.exercises}
    assert all(f"({slug}.md)" in page for slug in listed)
