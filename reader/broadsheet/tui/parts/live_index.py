"""The screen's connection to the index, which outlives the index itself."""

from broadsheet.library.index.index import Index
from broadsheet.library.index.names import IndexNames
from broadsheet.library.index.rows import Row
from broadsheet.library.library import Library


class LiveIndex:
    """Keeps a connection open; `now` is the one to the index that is on the disk now."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.now: Index = library.open_index()
        self._marks = self.now.marks_generation()

    def close(self) -> None:
        """Close the connection."""
        self.now.close()

    def follow(self) -> bool:
        """Reconnect after the index was deleted or rebuilt; return whether it was."""
        if self.now.is_current():
            return False
        self.now.close()
        as_of, self.now = self.now.stories.as_of, self.library.open_index()
        self.now.stories.as_of = as_of
        return True

    def names(self) -> IndexNames:
        """Return what a query can ask for, in the index that is there at the time."""
        return IndexNames(
            lambda: self.now.connection, lambda when: self.now.stories.front_day(when).note
        )

    def row(self, article_id: int | None) -> Row | None:
        """Return the row of an article, or None if the article is gone."""
        return None if article_id is None else self.now.told_rows([article_id]).get(article_id)

    def marks_changed(self) -> bool:
        """Return whether anything was marked since the last call, here or in another reader."""
        before, self._marks = self._marks, self.now.marks_generation()
        return before != self._marks
