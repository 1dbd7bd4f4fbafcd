"""The names of a library that is made up."""

import sqlite3
import weakref
from collections.abc import Iterable
from importlib.resources import files

from broadsheet.library.index.facet_ids import FacetIds
from broadsheet.library.index.names import IndexNames
from broadsheet.library.query.terms import Facet


def names_of(facets: Iterable[Facet]) -> IndexNames:
    """Return the names of an index in memory that has `facets`, and articles with no field."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        files("broadsheet.library.index").joinpath("schema.sql").read_text("utf-8")
    )
    ids = FacetIds(connection)
    for facet in facets:
        for domain in facet.domains or ("",):
            connection.execute(
                "UPDATE facets SET count = ? WHERE id = ?",
                (facet.count, ids.of(facet.kind, facet.name, domain)),
            )
    names = IndexNames(lambda: connection)
    weakref.finalize(names, connection.close)
    return names
