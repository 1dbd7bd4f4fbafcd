"""Gives the parser of feeds damaged documents: `python -m tests.torture.feed_documents`.

Sound feeds of every kind are cut, doubled, renamed, re-encoded, nested and filled with hostile
text. Each must come out as a feed or as "not a feed", within the time and memory of a parser
process, every string clean; and each of its entries must be an article when it is read back.
"""

# ruff: noqa: T201 - it is a command
import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.child_process import LONGEST_ANSWER, MOST_CHILDREN, MOST_MEMORY
from broadsheet.feeds.article_file import file_bytes, file_name
from broadsheet.feeds.identity import identities
from broadsheet.feeds.model import Document, FeedDocument, Subscription
from broadsheet.feeds.parser_process import ParseError, Parsers
from tests.feeds.documents import DOCUMENTS
from tests.hostile import HOSTILE_STRINGS
from tests.torture.file_door import assert_clean, strings

_NO_FEED = (
    "this is not a feed",
    "this is JSON, but not a JSON Feed",
    "this is neither a feed nor valid JSON",
    "this feed is too damaged to be read",
)
_ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "koi8-r", "utf-8-sig")
_TYPES = ("", "application/rss+xml", "text/xml; charset=us-ascii", "text/html; charset=utf-16")
_HOSTILE = [hostile.text for hostile in HOSTILE_STRINGS]
_PIECES = (
    *(
        b"<",
        b">",
        b"</",
        b"/>",
        b"&",
        b"&#0;",
        b"&#xd800;",
        b"&nbsp;",
        b"&bogus;",
        b"]]>",
        b"<![CDATA[",
    ),
    *(b"<!--", b"-->", b"<?", b"?>", b"\x00", b"\xff\xfe", b"\xc3", b'"', b"'", b"{", b"[", b"\\u"),
    *(b"<item>", b"</item>", b"<entry>", b"</channel>", b"<title>", b"</title>", b"xmlns='x'"),
    b'<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;"><!ENTITY d SYSTEM "file:///etc/passwd">]>',
)

Mutation = Callable[[random.Random, bytes], bytes]


class _FailedError(AssertionError):
    pass


def survive_documents(folder: Path, cases: int, seed: int) -> Counter[str]:
    """Parse `cases` damaged documents; return how often each outcome came.

    Raises AssertionError for a document that did what none may do, and keeps it in `folder`.
    """
    outcomes: Counter[str] = Counter()
    with Parsers() as parsers, ThreadPoolExecutor(MOST_CHILDREN) as threads:
        for outcome in threads.map(
            lambda number: _outcome(parsers, folder, seed * 1_000_000 + number), range(cases)
        ):
            outcomes[outcome] += 1
    return outcomes


def _outcome(parsers: Parsers, folder: Path, seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311 - it draws damage
    body = damaged(chance)
    document = Document(body, "https://x.example/feed", chance.choice(_TYPES))
    try:
        try:
            found = parsers.parse(document)
        except ParseError as error:
            if str(error) not in _NO_FEED:
                raise _FailedError(str(error)) from error
            return "not a feed"
        _assert_sound(folder, found, seed)
    except AssertionError as error:
        kept = folder / f"damaged-{seed}.xml"
        kept.write_bytes(body)
        raise _FailedError(f"{kept}: {error}") from error
    return "feed" if found.entries else "no entries"


def damaged(chance: random.Random) -> bytes:
    """Return a document with one to five kinds of damage."""
    body = chance.choice(DOCUMENTS)
    for mutate in chance.choices(_MUTATIONS, k=chance.randint(1, 5)):
        body = mutate(chance, body)
    return body


def _assert_sound(folder: Path, found: FeedDocument, seed: int) -> None:
    for name, text in strings(found, ""):
        assert_clean(text, lines=name in ("summary", "content"))
    feed = Subscription("https://x.example/feed", folder="x")
    known = zip(found.entries, identities(feed.url, found.entries), strict=True)
    for entry, identity in list(known)[:5]:
        name = file_name(entry, identity.key, is_taken=False)
        assert len(name) < 130, name
        path = f"{seed}.md"
        (folder / path).write_bytes(file_bytes(entry, feed, found.title, entry.topics))
        read = read_article(folder, path)
        (folder / path).unlink()
        assert isinstance(read, Article), f"{entry.title!r} is read as {read}"
        assert read.problems == (), f"{entry.title!r}: {read.problems}"
        assert read.title == entry.title
        assert read.original_url == entry.link


def _flip(chance: random.Random, body: bytes) -> bytes:
    data = bytearray(body)
    for _ in range(chance.randint(1, 20)):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(chance: random.Random, body: bytes) -> bytes:
    return body[: chance.randint(0, len(body))]


def _part(chance: random.Random, body: bytes, most: int = 300) -> slice:
    start = chance.randint(0, len(body))
    return slice(start, start + chance.randint(0, most))


def _drop(chance: random.Random, body: bytes) -> bytes:
    part = _part(chance, body)
    return body[: part.start] + body[part.stop :]


def _double(chance: random.Random, body: bytes) -> bytes:
    part = _part(chance, body)
    return body[: part.stop] + body[part] * chance.randint(1, 30) + body[part.stop :]


def _insert(chance: random.Random, body: bytes) -> bytes:
    where = chance.randint(0, len(body))
    return body[:where] + chance.choice(_PIECES) * chance.randint(1, 3) + body[where:]


def _drop_tag(chance: random.Random, body: bytes) -> bytes:
    tags = body.split(b"<")
    del tags[chance.randrange(len(tags))]
    return b"<".join(tags)


def _swap_tags(chance: random.Random, body: bytes) -> bytes:
    tags = body.split(b"<")
    one, other = chance.randrange(len(tags)), chance.randrange(len(tags))
    tags[one], tags[other] = tags[other], tags[one]
    return b"<".join(tags)


def _hostile(chance: random.Random, body: bytes) -> bytes:
    texts = body.split(b">")
    place = chance.randrange(len(texts))
    texts[place] = chance.choice(_HOSTILE).encode("utf-8", "surrogatepass") + texts[place]
    return b">".join(texts)


def _lie(chance: random.Random, body: bytes) -> bytes:
    return body.replace(b"utf-8", chance.choice(_ENCODINGS).encode(), 1)


def _encode(chance: random.Random, body: bytes) -> bytes:
    text = body.decode("utf-8", "replace")
    return text.encode(chance.choice(_ENCODINGS), "replace")


def _nest(chance: random.Random, body: bytes) -> bytes:
    name = chance.choice((b"item", b"title", b"div", b"x:y", b"content", b"skipHours", b"author"))
    depth = chance.choice((10, 300, 3_000))
    end = b"</" + name + b">" if chance.random() < 0.5 else b""
    opening = b"[" if body.startswith(b"{") else b"<" + name + b">"
    where = chance.randint(0, len(body))
    return body[:where] + opening * depth + end * depth + body[where:]


_MUTATIONS: Sequence[Mutation] = (
    *(_flip, _cut, _drop, _double, _insert, _drop_tag, _swap_tags, _hostile, _lie, _encode, _nest),
)


def main() -> None:
    """Damage documents, and say what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = survive_documents(Path(folder), options.cases, options.seed)
    told = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.most_common())
    limits = f"{LONGEST_ANSWER:g} s and {MOST_MEMORY // 1024**2} MB each"
    print(f"{options.cases:,} documents within {limits}: {told} ({time.monotonic() - began:.0f} s)")


if __name__ == "__main__":
    main()
