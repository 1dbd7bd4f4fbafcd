"""A small library in memory for questions in SQL, with every kind of value."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

from broadsheet.library.query.names import name_words
from broadsheet.library.query.order import order_by
from broadsheet.library.query.parse import Query, parse
from broadsheet.library.query.sql import where
from broadsheet.library.query.terms import FacetField
from broadsheet.library.query.texts import FETCHED
from broadsheet.text.folding import fold, name_key
from broadsheet.text.words import words

NOW = datetime(2023, 8, 31, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sample:
    title: str
    date: str | None = None
    quality: int | None = None
    heat: int | None = None
    topics: tuple[str, ...] = ()
    provider: tuple[str, str] | None = None
    type: str = ""
    category: str = ""
    published: bool | None = None
    yes: tuple[str, ...] = ()  # columns that are 1
    marks: tuple[str, ...] = ()
    path: str = ""
    authors: tuple[str, ...] = ()
    feed: str = ""
    text: str = ""
    fetched: str = ""


META = ("about.fb", "fb.com")
SAMPLES = (
    Sample(
        "Meta: new AI chips",
        "2023-05-18T13:30:00Z",
        84,
        10,
        ("AI", "AI Hardware"),
        META,
        "article",
        published=False,
        yes=("has_related", "has_image"),
        text="Faster than the old ones. Caf\u00e9s use them; \u77e5\u8b58\u306f\u529b",
    ),
    Sample("\u00c9lan vital", "2023-08-31T11:00:00Z", 51, -1, ("AI",), META, "video", "news"),
    Sample(
        "Old portal",
        "2022-12-31T23:30:00Z",
        20,
        0,
        ("Portals",),
        ("Blog", "www.blog.org"),
        marks=("read",),
    ),
    Sample(
        "New year",
        "2023-01-01T00:00:00Z",
        50,
        5,
        ("C++",),
        ("Blog", "blog.org"),
        "Vid\u00e9o",
        marks=("starred", "later"),
        fetched="The old ones are gone. Faster!",
    ),
    Sample(
        "Last month",
        "2023-07-31T12:00:00Z",
        None,
        900,
        ("\u2026",),
        None,
        "course",
        marks=("read", "starred"),
    ),
    Sample("Yesterday", "2023-08-30T00:00:00Z", 90, None, ("AI", "Portals"), published=True),
    Sample("No date", None, None, None, yes=("broken", "has_body"), category="Caf\u00e9"),
    Sample(
        *("Chipset chips", "2023-06-01T00:00:00Z", 0, 10, (), ("IBM", "ibm.com"), "article"),
        authors=("Ada Lovelace", "Émile Zola"),
        feed="https://ibm.com/feed",
    ),
)
# Two dozen more, far in the past, in equal pairs: quality 1 to 12.
RANKED = tuple(
    Sample(
        f"Rank {i // 2 + 1}", "2001-01-01T00:00:00Z", i // 2 + 1, path=f"rank/{'ba'[i % 2]}{i}.md"
    )
    for i in range(24)
)


def fill(connection: sqlite3.Connection, samples: tuple[Sample, ...]) -> None:
    def facet(kind: FacetField, name: str, domain: str = "") -> int | None:
        if not name:
            return None
        key = name_key(name)
        values = (kind, name, key, name_words(key), domain, name_key(domain))
        connection.execute(
            "INSERT INTO facets (kind, name, key, words, domain, domain_key, count) "
            "VALUES (?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING",
            values,
        )
        ((facet_id,),) = connection.execute(
            "SELECT id FROM facets WHERE kind = ? AND key = ? AND domain_key = ?",
            (kind, key, name_key(domain)),
        )
        return int(facet_id)

    for number, sample in enumerate(samples, 1):
        if sample.marks:
            connection.execute(
                "INSERT INTO marks.marks VALUES (?, ?, ?, ?)",
                (-number, *(mark in sample.marks for mark in ("read", "starred", "later"))),
            )
        date = sample.date and int(datetime.fromisoformat(sample.date).timestamp())
        columns: dict[str, str | int | None] = {
            "id": number,
            "path": sample.path or f"{number}.md",
            "title": sample.title,
            "folded": f" {fold(sample.title)} ",
            "title_key": number,
            "file_key": number,
            "mark": -number,
            "url": f"https://example.org/{number}",
            "date": date,
            "date_precision": 0,
            "quality": sample.quality,
            "heat": sample.heat,
            "published": sample.published,
            "type_id": facet("type", sample.type),
            "category_id": facet("category", sample.category),
            "provider_id": facet("provider", *sample.provider) if sample.provider else None,
            "feed_id": facet("feed", sample.feed),
            "topics": "[]",
            "authors": "[]",
            "checksum": 0,
            **dict.fromkeys(("broken", "has_related", "has_image", "has_body", "is_removed"), 0),
            **dict.fromkeys(sample.yes, 1),
        }
        connection.execute(
            f"INSERT INTO articles ({', '.join(columns)}) "  # noqa: S608 - our own names
            f"VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        for source, text in ((number, sample.text), (number + FETCHED, sample.fetched)):
            if text:
                connection.execute("INSERT INTO text_docs VALUES (?, 0, 0)", (source,))
                connection.execute(
                    "INSERT INTO texts (rowid, words) VALUES (?, ?)", (source, words(text))
                )
        for field, value in (("quality", sample.quality), ("heat", sample.heat)):
            if value is not None:
                connection.execute(
                    "INSERT INTO scores VALUES (?, ?, 1) "
                    "ON CONFLICT DO UPDATE SET count = count + 1",
                    (field, value),
                )
        connection.executemany(
            "INSERT INTO article_topics VALUES (?, ?)",
            [(facet("topic", topic), number) for topic in sample.topics],
        )
        connection.executemany(
            "INSERT INTO article_authors VALUES (?, ?)",
            [(facet("author", author), number) for author in sample.authors],
        )


def open_library(*samples: Sample) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    for name in ("index/schema.sql", "index/indexes.sql", "texts/texts.sql", "stories/stories.sql"):
        connection.executescript(files("broadsheet.library").joinpath(name).read_text("utf-8"))
    connection.execute("ATTACH ':memory:' AS marks")
    connection.execute(
        "CREATE TABLE marks.marks (key INTEGER PRIMARY KEY, read INTEGER, starred INTEGER, "
        "later INTEGER)"
    )
    fill(connection, samples)
    return connection


def find(library: sqlite3.Connection, query: Query | str, now: datetime = NOW) -> list[str]:
    query = parse(query) if isinstance(query, str) else query
    condition = where(query, now)
    rows = library.execute(
        f"SELECT title FROM articles WHERE {condition.sql} "  # noqa: S608 - bound parameters
        f"ORDER BY {order_by(query.sort)}",
        condition.parameters,
    )
    return [title for (title,) in rows]


ALL = {sample.title for sample in SAMPLES}
CHIPS, ELAN, PORTAL, YEAR, MONTH, YESTERDAY, DATELESS, CHIPSET = (
    sample.title for sample in SAMPLES
)
