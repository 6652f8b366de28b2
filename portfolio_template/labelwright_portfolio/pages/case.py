"""The page about one work: what was asked, how it was done in the job seeker's words, what was measured and checked."""

from __future__ import annotations

from labelwright_portfolio.charts import lowest_of
from labelwright_portfolio.pages.frame import shared, templates
from labelwright_portfolio.pages.page_data import Told
from labelwright_portfolio.pages.section import section
from labelwright_portfolio.stories import line_diff
from labelwright_portfolio.works import Work


def render_case(work: Work, told: Told) -> bytes:
    """The page as UTF-8; `work` stands alone on it, so its place is 1 whatever its letter is."""
    one = section(work, told.place, told.story(work.slug))
    drawn = [result for result in one.results if result.span is not None]
    guideline = one.story.guideline
    text = (
        templates()
        .get_template("case.html.j2")
        .render(
            **shared([work], told),
            section=one,
            lowest=lowest_of(result.span for result in drawn if result.span),
            any_ceiling=any(result.ceiling for result in drawn),
            diff=line_diff(guideline.before, guideline.after),
        )
    )
    return text.encode("utf-8")
