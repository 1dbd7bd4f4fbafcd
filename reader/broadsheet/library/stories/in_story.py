"""What is known of an article's story, and of its scores where the file has none."""

from typing import NamedTuple

from broadsheet.library.stories.scores import heat


class InStory(NamedTuple):
    """The place of an article in its story; an article alone leads a story of its own.

    `name` is the same for all articles of a story, in every index. `quality` is None if the file
    has one. `new_sources` have told the story only since its lead was read.
    """

    name: int
    is_lead: bool
    sources: int
    quality: int | None
    new_sources: int = 0

    def heat(self, quality: int | None) -> int | None:
        """Return the computed heat, given the quality in the file; None for a follower."""
        known = self.quality if quality is None else quality
        return None if known is None or not self.is_lead else heat(known, self.sources)
