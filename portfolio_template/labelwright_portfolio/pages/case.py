"""Render the page about one work: what was asked, how it was done in the job seeker's words, and what was measured."""

from __future__ import annotations

from labelwright_portfolio.charts import scale_start
from labelwright_portfolio.pages.frame import join_blocks, load_templates, shared_context
from labelwright_portfolio.pages.page_data import PageData
from labelwright_portfolio.pages.section import build_section
from labelwright_portfolio.stories import diff_lines
from labelwright_portfolio.works import Work


def render_case(work: Work, data: PageData) -> bytes:
    """Return the page as UTF-8. `work` is alone on it, so its place is 1 whichever letter it has."""
    section = build_section(work, data.place, data.story(work.slug))
    guideline = section.story.guideline
    text = (
        load_templates()
        .get_template("case.html.j2")
        .render(
            **shared_context([work], data),
            section=section,
            lowest=scale_start(result.position for result in section.results if result.position),
            any_ceiling=any(result.ceiling for result in section.results if result.position),
            diff=diff_lines(guideline.before, guideline.after),
        )
    )
    return join_blocks(text).encode("utf-8")
