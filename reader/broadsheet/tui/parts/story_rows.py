"""The rows of opened stories: below the lead, the other articles of its story."""

from array import array
from collections.abc import Set as AbstractSet
from dataclasses import replace

from broadsheet.library.index.index import Index
from broadsheet.library.view import View


class StoryRows:
    """Remembers which stories are open, by the articles that lead them."""

    def __init__(self, *, folds: bool) -> None:
        self._folds = folds
        self._opened: set[int] = set()

    def toggle(self, article_id: int, index: Index) -> int | None:
        """Open or close the story of an article; return its lead, None if it is in no story."""
        lead, *followers = index.stories.story_of(article_id)
        if not followers or not self._folds:
            return None
        self._opened ^= {lead}
        return lead

    def open_for(self, article_id: int, index: Index) -> None:
        """Open the story of an article that follows another, so that it has a row."""
        lead, *_ = index.stories.story_of(article_id)
        if lead != article_id:
            self._opened.add(lead)

    def rows(self, view: View, index: Index) -> tuple[View, AbstractSet[int]]:
        """Return `view` with the articles of opened stories, and these articles.

        Below an opened lead stand all articles of its story, whether or not the query finds them.
        """
        if not self._opened or not self._folds or view.query.words:
            return view, frozenset()
        opened, ids, start = self._opened, array("q"), 0
        below = set[int]()
        for end in [place + 1 for place, article in enumerate(view.ids) if article in opened]:
            lead, *followers = index.stories.story_of(view.ids[end - 1])
            if lead != view.ids[end - 1]:  # it has stopped leading its story
                continue
            ids += view.ids[start:end]
            ids.extend(followers)
            below.update(followers)
            start = end
        ids += view.ids[start:]
        return replace(view, ids=ids, best=len(ids)), below
