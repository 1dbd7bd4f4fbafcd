"""How many of some articles have each name: the topic, the provider and so on."""

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable

from broadsheet.damage import typed
from broadsheet.library.query.terms import FACETS, FacetField

FoundCounts = dict[tuple[FacetField, str], int]
"""Articles by the kind and the key of a name; names that none of them has are missing."""

_AT_ONCE = 20_000

_NAMES_OF = """
SELECT a.topics, a.authors, a.provider_id, a.type_id, a.category_id, a.feed_id
FROM json_each(?) one CROSS JOIN articles a ON a.id = one.value
"""


def counts_among(
    connection: sqlite3.Connection, ids: "array[int]", cancelled: Callable[[], bool]
) -> FoundCounts:
    """Return how many of the articles `ids` have each name; nothing if cancelled on the way."""
    together = Counter[tuple[object, ...]]()
    for start in range(0, len(ids), _AT_ONCE):
        if cancelled():
            return {}
        some = json.dumps(ids[start : start + _AT_ONCE].tolist())
        together.update(connection.execute(_NAMES_OF, (some,)))
    counts = Counter[int]()
    for (topics, authors, *others), count in together.items():
        for facet_id in (*json.loads(str(topics)), *json.loads(str(authors)), *others):
            counts[facet_id] += count
    rows = connection.execute(
        "SELECT f.id, f.kind, f.key FROM json_each(?) one CROSS JOIN facets f ON f.id = one.value",
        (json.dumps([facet_id for facet_id in counts if facet_id is not None]),),
    )
    kinds = {kind: kind for kind in FACETS}
    found: FoundCounts = {}
    for facet_id, kind, key in typed(rows, int, str, str):
        name = kinds[kind], key  # a provider with several domains has several ids
        found[name] = found.get(name, 0) + counts[facet_id]
    return found
