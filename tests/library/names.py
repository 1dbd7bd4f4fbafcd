"""The names of a library that is made up."""

import sqlite3
import weakref
from collections.abc import Iterable, Mapping
from importlib.resources import files

from broadsheet.library.index.facet_ids import FacetIds
from broadsheet.library.index.names import Facet, IndexNames


def names_of(facets: Iterable[Facet], domains: Mapping[str, str] | None = None) -> IndexNames:
    """Return the names of an index in memory that has `facets`, and articles with no field.

    `domains` are those of providers, by their names.
    """
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        files("broadsheet.library.index").joinpath("schema.sql").read_text("utf-8")
    )
    ids = FacetIds(connection)
    for facet in facets:
        domain = (domains or {}).get(facet.name, "")
        connection.execute(
            "UPDATE facets SET count = ? WHERE id = ?",
            (facet.count, ids.of(facet.kind, facet.name, domain)),
        )
    names = IndexNames(lambda: connection)
    weakref.finalize(names, connection.close)
    return names
