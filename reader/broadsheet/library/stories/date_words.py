"""The words of a date: `Market news for March 10, 2014` has them in common with all of that day."""

import time
from functools import lru_cache

from broadsheet.articles.dates import MONTHS
from broadsheet.library.stories.terms import Terms, packed, terms_of

_NAMES = [" ".join(name for name in MONTHS if MONTHS[name] == month) for month in range(13)]
"""The names of each month by its number."""

_DAY = 24 * 60 * 60
_FEWEST = 2
"""A single one may be anything: `10` stands in the titles of articles about version 10."""


def without_date(terms: Terms, date: int) -> Terms:
    """Return the terms of an article without the words of its title that name its day."""
    words, title = _words_around(date // _DAY), terms.title
    if words.isdisjoint(title):
        return terms
    others = [number for number in title if number not in words]
    if len(others) + _FEWEST > len(title):
        return terms
    return Terms(packed(terms.number, others, terms.text, terms.related))


@lru_cache(8)
def _words_around(day: int) -> frozenset[int]:
    """Return the numbers of the words that name a day, or the one before or after it."""
    return _words_of(day - 1) | _words_of(day) | _words_of(day + 1)


@lru_cache(8)
def _words_of(day: int) -> frozenset[int]:
    year, month, of_month, *_ = time.gmtime(day * _DAY)
    numbers = f"{of_month} {of_month:02} {month} {month:02} {year} {year % 100:02}"
    words = f"{numbers} {_NAMES[month]}"
    return frozenset(terms_of(words, "").title)
