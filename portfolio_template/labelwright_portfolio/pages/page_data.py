"""What a page embeds of the job seeker's own words, so that it can be drawn again: an allow-list by its types."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from labelwright_portfolio.palettes import Theme, built_in
from labelwright_portfolio.profile import ShownProfile
from labelwright_portfolio.stories import ShownStory


class Told(BaseModel):
    """The shown profile, the shown story of each work by its slug, and the theme: a name, or a theme of one's own.

    `page` is "front", or "case" for a page about one work, whose place on the front page is `place`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    page: Literal["front", "case"] = "front"
    place: Annotated[int, Field(ge=1, le=1000)] = 1
    profile: ShownProfile
    stories: dict[str, ShownStory] = {}
    theme: Literal["paper", "ink", "moss"] | Theme = "paper"

    def story(self, slug: str) -> ShownStory:
        """The story of a work; an empty one where none is told."""
        return self.stories.get(slug, ShownStory())

    @property
    def colours(self) -> Theme:
        """The theme itself."""
        return built_in(self.theme) if isinstance(self.theme, str) else self.theme

    def front(self, slugs: list[str]) -> Told:
        """What the front page embeds: of each of these works the headline alone."""
        brief = {slug: self.story(slug).brief for slug in slugs if slug in self.stories}
        return self.model_copy(update={"page": "front", "place": 1, "stories": brief})

    def case(self, slug: str, place: int) -> Told:
        """What the page about one work embeds: the whole story of that work, and of the profile the name."""
        shown = ShownProfile(name=self.profile.name, search_engines=self.profile.search_engines)
        own = {slug: self.stories[slug]} if slug in self.stories else {}
        return self.model_copy(update={"page": "case", "place": place, "profile": shown, "stories": own})
