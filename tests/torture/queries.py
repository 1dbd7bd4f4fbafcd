"""Asks the index and an oracle, which looks at every article, the same random queries.

python -m tests.torture.queries --queries 7000
"""

# ruff: noqa: T201 - it is a command
import argparse
import os
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from broadsheet.articles.article_keys import key64, mark_key
from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.query.terms import FLAGS, SORT_FIELDS, in_quotes
from broadsheet.library.searcher import Searcher
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.marks.model import MarkKind
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from tests.files import write_article
from tests.torture.oracle import Known, Oracle

_ARTICLES = 250
_ZONES = ("UTC", "America/New_York", "Asia/Kolkata")
_WORDS = ("chips", "Élan", "portal", "new", "AI", "c++", "über", "train", "no", "77")
_TOPICS = ("AI", "AI Hardware", "Portals", "Économie", "C++", "Open hardware", "…")
_PROVIDERS = (
    *(("GameSpot", "www.gamespot.com"), ("Game Rant", "gamerant.com"), ("IBM", "ibm.com")),
    *(("The-Verge", "theverge.com"), ("", "blog.org"), ("Meta", "about.fb"), ("ibm", "")),
)
_TYPES = ("article", "video", "Vidéo", "course", "")
_NAMES = (
    *_TOPICS,
    *(name for provider in _PROVIDERS for name in provider if name),
    *_TYPES[:-1],
    *("game", "hard", "verge", "the", "ai hard", "hardware open", "e", "c", "zzz", "www.ibm.com"),
    *("news", "Café", "caf", "gamespot.co", "-", "..."),
)
_SAID = ("new", "chip", "chips", "Été", "知識", "識は", "서울", "c++", "the", "a", "trains' end")
_NUMBERS = ("0", "1", "-1", "5", "20", "50", "99", "900", "9" * 25, "-" + "9" * 25)
_DATES = (
    *("2023", "2023-05", "2023-05-18", "2022-12-31", "2024-02-29", "today", "yesterday", "1000"),
    *("2023-05-18T14:00Z", "2023-05-18T14:00:01", "2023-05-18 14:00+02:00", "7d", "3m", "1y"),
    *("2w", "500d", "40m", "9999d"),
)
_SIGNS = ("", ">", ">=", "<", "<=", "=")

# Stories and relevance are ranked: no plain comparison finds or orders them.
_FLAGS = tuple(flag for flag in FLAGS if flag not in ("is:lead", "is:muted", "has:story"))
_SORTS = tuple(field for field in SORT_FIELDS if field not in ("sources", "front", "relevance"))


def survive_queries(folder: Path, queries: int, seed: int) -> int:
    """Compare the answers to `queries` random queries; returns how many found something.

    Raises AssertionError where they differ.
    """
    random = Random(seed)  # noqa: S311 - the same every time
    root = folder / "news"
    oracle = Oracle(_write(root, random))
    answered = 0
    library = Library(root)
    with library.open_index() as index, closing(Searcher(library)) as searcher:
        for _ in range(queries):
            text = _query(random)
            query = parse(text)
            now = datetime.now(UTC).astimezone().replace(tzinfo=None)
            view = searcher.view(query.without_words())
            rows = index.rows(view.ids)
            found = [rows[article_id].path for article_id in view.ids]
            expected = oracle.found(query.without_words(), view.sort, now)
            assert found == expected, f"seed {seed}: {text!r}"
            assert index.count(query) == len(expected), f"seed {seed}: {text!r}"
            again = parse(str(query))
            assert (again.terms, again.sort) == (query.terms, query.sort), f"seed {seed}: {text!r}"
            answered += bool(found)
    return answered


def _write(root: Path, random: Random) -> list[Known]:
    """Write and index a library; some of its articles are marked."""
    for number in range(_ARTICLES):
        write_article(root, f"{number % 7}/{number}.md", *_article(random, number))
    bring_up_to_date(root)
    kinds: tuple[MarkKind, ...] = ("read", "starred", "later")
    marked: dict[MarkKind, list[tuple[int, str]]] = {kind: [] for kind in kinds}
    articles = list[Known]()
    for path in sorted(root.rglob("*.md")):
        article = read_article(root, str(path.relative_to(root)))
        assert isinstance(article, Article)
        key = mark_key(article)
        of_article = [kind for kind in kinds if random.random() < 0.2]
        for kind in of_article:
            marked[kind].append((key64(key), key))
        articles.append(Known(article, frozenset(of_article)))
    with Marks(marks_path()) as marks:
        for kind, keys in marked.items():
            marks.mark(kind, True, keys)
    return articles


def _article(random: Random, number: int) -> list[str]:
    """Return a title, and lines of front matter."""
    name, domain = random.choice(_PROVIDERS)
    topics = random.sample(_TOPICS, random.randrange(3))
    year, month, day = random.choice((2022, 2023, 2024)), random.randrange(12), random.randrange(28)
    date = f"{year}-{month + 1:02}-{day + 1:02}"
    date += random.choice(("", f"T{random.randrange(24):02}:{random.randrange(60):02}:00Z"))
    lines = [
        " ".join(random.choices(_WORDS, k=random.randrange(1, 5))) + f" {number}",
        f"type: {random.choice(_TYPES)}",
        f"provider: {{name: {in_quotes(name)}, domain: {in_quotes(domain)}}}",
        f"topics: [{', '.join(map(in_quotes, topics))}]",
        f"category: {random.choice(('news', 'Café', ''))}",
    ]
    optional = [
        f"excerpt: {in_quotes(' '.join(random.choices(_SAID, k=random.randrange(1, 9))))}",
        f"quality: {random.choice((0, 1, 5, 20, 50, 50, 84, 'high'))}",
        f"heat: {random.choice((-1, 0, 1, 5, 900))}",
        f"published: {random.choice(('true', 'false'))}",
        f"publishedDateTime: {date}",
        f"related: [{{title: Other, webUrl: 'https://example.com/{number // 2}'}}]",
        f"images: [{{url: 'https://example.com/{number}.png'}}]",
    ]
    return lines + [line for line in optional if random.random() < 0.7]


def _query(random: Random) -> str:
    terms = [_term(random) for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5)))]
    if random.random() < 0.4:
        fields = random.sample(_SORTS, random.randrange(1, 3))
        terms.append("sort:" + ",".join(random.choice(("", "-")) + field for field in fields))
    return " ".join(terms)


def _term(random: Random) -> str:
    minus = random.choice(("", "", "-"))
    match random.randrange(10):
        case 0 | 1 | 2:
            kind = random.choice(("topic", "topic", "provider", "provider", "type", "category"))
            name = random.choice(_NAMES)
            return f"{minus}{kind}:{in_quotes(random.choice((name, name.swapcase())))}"
        case 3:
            return minus + random.choice(_FLAGS)
        case 4:
            field = random.choice(("quality", "heat"))
            end = random.choice((*_NUMBERS, ""))
            value = random.choice(
                (
                    random.choice(_SIGNS) + random.choice(_NUMBERS),
                    f"{random.choice(_NUMBERS)}..{end}",
                    f"top{random.randrange(1, 101)}%",
                    "none",
                )
            )
            return f"{minus}{field}:{value}"
        case 5:
            field = random.choice(("after", "before", "newer", "older"))
            return f"{minus}{field}:{in_quotes(random.choice(_DATES))}"
        case 6:
            sign, when, end = random.choice(_SIGNS), random.choice(_DATES), random.choice(_DATES)
            return (
                f"{minus}date:{in_quotes(random.choice((sign + when, f'{when}..{end}', 'none')))}"
            )
        case 7:
            return f"{minus}newest:{random.choice(('1d', '7d', '2w', '3m', '1y', '30y', '0d'))}"
        case 8:
            value = " ".join(random.choices(_SAID, k=random.choice((1, 1, 2, 3))))
            return f"{minus}text:{in_quotes(value + random.choice(('', '', '*')))}"
        case _:
            words = " ".join(random.choices(_WORDS, k=random.randrange(1, 3)))
            return random.choice((f"-{random.choice(_WORDS)}", f"{minus}{in_quotes(words)}"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=7_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options = parser.parse_args()
    print(f"seed {options.seed}")
    for seed, zone in enumerate(_ZONES, options.seed):
        with TemporaryDirectory() as name:
            for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
                os.environ[f"XDG_{kind}_HOME"] = f"{name}/{kind.lower()}"
            os.environ["TZ"] = zone
            time.tzset()
            count = options.queries // len(_ZONES)
            answered = survive_queries(Path(name), count, seed)
            print(f"{zone}: {count:,} queries, {answered:,} found something, differences: 0")


if __name__ == "__main__":
    main()
