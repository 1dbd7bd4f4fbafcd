"""The libraries that are measured, and the same articles in the forms that rivals read."""

import html
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b
from pathlib import Path
from xml.sax.saxutils import escape

from broadsheet import demo
from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.demo import write_demo
from broadsheet.library.files.folder import walk

_RSS, _TSV, _TITLES = "feed.xml", "articles", "titles"


@dataclass(frozen=True, slots=True)
class Feed:
    """The articles of a library for the rivals, and their titles, newest first."""

    rss: Path
    tsv: Path
    titles_file: Path

    def titles(self) -> list[str]:
        """Return the title of every article, one that several share as often."""
        return self.titles_file.read_text("utf-8").splitlines()


def demo_library(count: int, kept: Path) -> Path:
    """Return a demo of `count` articles in `kept`; writes it if it is not there yet."""
    folder = kept / f"demo-{_demo_digest()}-{count}"
    if not folder.exists():
        for outdated in kept.glob(f"*demo-*-{count}"):
            shutil.rmtree(outdated)
        half = kept / f"half-{count}"
        shutil.rmtree(half, ignore_errors=True)
        write_demo(count, half)
        half.rename(folder)
    return folder


def _demo_digest() -> str:
    """Return a name for what demos look like now: it changes with their source."""
    digest = blake2b(digest_size=4)
    for source in sorted(Path(demo.__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def linked_copy(library: Path, copy: Path) -> Path:
    """Return a copy of `library` whose files are links to the same contents, times and all.

    The measuring replaces, renames and deletes files, but writes into none.
    """
    shutil.copytree(library, copy, copy_function=_link)
    return copy


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # the folder is on another disk
        shutil.copy2(source, target)


@dataclass(frozen=True, slots=True)
class _Item:
    """What feeds say about an article; `seconds` since 1970, 0 without a date."""

    seconds: int
    title: str
    url: str
    excerpt: str


def feed_of(library: Path, folder: Path) -> Feed:
    """Return the articles of `library` as feeds in `folder`, written now where not there yet."""
    if not folder.exists():
        items = sorted(_items(library), key=lambda item: item.seconds, reverse=True)
        half = folder.with_name(f"{folder.name}-half")
        half.mkdir(parents=True, exist_ok=True)
        _write_rss(half / _RSS, items)
        _write_tsv(half / _TSV, items)
        (half / _TITLES).write_text("".join(f"{item.title}\n" for item in items), "utf-8")
        half.rename(folder)
    return Feed(folder / _RSS, folder / _TSV, folder / _TITLES)


def _items(library: Path) -> Iterator[_Item]:
    for file in walk(library):
        article = read_article(library, file.path, with_fields=False)
        if isinstance(article, Article):
            at = article.published_at
            seconds = 0 if at is None else int(at.timestamp())
            yield _Item(seconds, article.title, article.url, article.excerpt)


def _write_rss(file: Path, items: Iterable[_Item]) -> None:
    with file.open("w", encoding="utf-8") as stream:
        stream.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
            "<title>Broadsheet</title><link>https://broadsheet.example/</link>"
            "<description>The same articles</description>\n"
        )
        for number, item in enumerate(items):
            moment = format_datetime(datetime.fromtimestamp(item.seconds, UTC))
            stream.write(
                f"<item><title>{escape(item.title)}</title><link>{escape(item.url)}</link>"
                f"<guid>{number}</guid><pubDate>{moment}</pubDate>"
                f"<description>{escape(html.escape(item.excerpt))}</description></item>\n"
            )
        stream.write("</channel></rss>\n")


def _write_tsv(file: Path, items: Iterable[_Item]) -> None:
    """Write what `sfeed` makes of a feed: time, title, link, content, its type, four more."""
    with file.open("w", encoding="utf-8") as stream:
        for item in items:
            texts = [" ".join(text.split()) for text in (item.title, item.url, item.excerpt)]
            stream.write("\t".join([str(item.seconds), *texts, "html", "", "", "", ""]) + "\n")


def change(library: Path, paths: Sequence[str], round_: int, each: int) -> list[str]:
    """Change, add, rename and delete `each` articles of `library`, whose files are `paths`.

    Returns the files that have to be read. Another round takes other files, of new `paths`.
    """
    step = max(1, len(paths) // (3 * each))
    picked = paths[round_ % step :: step][: 3 * each]
    third = len(picked) // 3
    changed, renamed, deleted = picked[:third], picked[third : 2 * third], picked[2 * third :]
    fresh = []
    for path in changed:
        file = library / path
        contents = file.read_bytes() + b"\n"
        # A new file each: this one is a link, and shares its contents with the library copied.
        file.unlink()
        file.write_bytes(contents)
        added = file.with_stem(f"{file.stem}-added-{round_}")
        added.write_bytes(contents)
        fresh += [path, added.relative_to(library).as_posix()]
    for path in renamed:
        file = library / path
        moved = file.rename(file.with_stem(f"{file.stem}-moved-{round_}"))
        fresh.append(moved.relative_to(library).as_posix())
    for path in deleted:
        (library / path).unlink()
    return fresh
