"""Finds the articles that are most like another one, by the rare words that stories are made by."""

import json
from collections import Counter
from collections.abc import Callable

from broadsheet.damage import typed
from broadsheet.library.index.index import Index
from broadsheet.library.stories.likeness import Rarity, Weights, likeness, vector
from broadsheet.library.stories.terms import EXCERPT, Terms, terms_of
from broadsheet.library.stories.word_counts import rarity_in
from broadsheet.library.texts.finding import beyond_titles
from broadsheet.text.folding import fold

_PLACES = 5
_LEAST = 0.12
"""Less likeness than this is chance."""

_WORDS, _COMPARED, _SHARED = 6, 60, 2
"""Words by which others are looked for, how many of these are compared, and what they share."""

_FREQUENT, _FREQUENT_SHARE = 50, 50
"""A word of more articles, and of more than one in 50, tells nothing."""

_TERMS = "SELECT article_id, terms FROM story_terms WHERE article_id IN "


def nearest(
    index: Index, article_id: int, title: str, excerpt: str, is_overtaken: Callable[[], bool]
) -> list[int]:
    """Return the articles most like this one, one of each other story, the most alike first."""
    rarity = rarity_in(index.connection)
    if rarity is None:
        return []
    text = fold(title), fold(excerpt[:EXCERPT])
    most = max(_FREQUENT, rarity.articles // _FREQUENT_SHARE)
    counted = {word: _count(word, rarity) for word in " ".join(text).split()}
    rare = sorted(
        (word for word, count in counted.items() if 1 < count <= most), key=counted.__getitem__
    )
    shared = Counter[int]()
    for word in rare[:_WORDS]:
        if is_overtaken():
            return []
        _, found = beyond_titles(index.connection, f"{word} ")
        if len(found) <= most:
            shared.update(found)
    for one in (*index.stories.story_of(article_id), *index.rules.muted()):
        shared.pop(one, None)
    near = [one for one, count in shared.most_common(_COMPARED) if count >= _SHARED]
    weights = Weights(rarity)
    mine = vector(terms_of(*text), weights)
    rows = index.connection.execute(
        f"{_TERMS} (SELECT value FROM json_each(?))", (json.dumps(near),)
    )
    alike = sorted(
        (
            (likeness(mine, vector(Terms(terms), weights)), one)
            for one, terms in typed(rows, int, bytes)
        ),
        reverse=True,
    )
    return _one_of_each_story(index, [one for degree, one in alike if degree >= _LEAST])[:_PLACES]


def _one_of_each_story(index: Index, articles: list[int]) -> list[int]:
    """Return the first of each story: a place is not for what another one already tells."""
    told = set[int]()
    firsts = list[int]()
    for one in articles:
        if one not in told:
            firsts.append(one)
            told.update(index.stories.story_of(one))
    return firsts


def _count(word: str, rarity: Rarity) -> int:
    return max((rarity.counts[number] for number in terms_of(word, "").title), default=0)
