"""Keeps the full texts within their limit: the user's marks say which go last."""

from collections.abc import Mapping

from broadsheet.marks.store import Marks
from broadsheet.pages.store import PageStore


def keep_texts_within(megabytes: int, marks: Marks, store: PageStore) -> int:
    """Remove the oldest texts above the limit, starred and later ones last; return how many.

    Raises `OSError` and `MarksError`.
    """

    def ranks(keys: list[int]) -> Mapping[int, int]:
        return {key: 2 * mark.starred + mark.later for key, mark in marks.get(keys).items()}

    return store.keep_within(megabytes * 1024**2, ranks)
