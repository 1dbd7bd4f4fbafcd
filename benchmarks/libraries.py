"""The libraries that are measured, and the same articles in the forms that rivals read."""

import html
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
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
from broadsheet.demo.articles import paragraphs_of
from broadsheet.library.files.folder import walk

_CHANGED = ".broadsheet-bench"
"""A file that is there while a library is changed."""

_CHANGES: dict[Path, bytes | None] = {}
"""What `change` changed: the contents before; None where there was no file."""

_ONE_IN, _MOST_LONG, _LONG = 10, 10_000, 5_000
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
    if (folder / _CHANGED).exists():
        shutil.rmtree(folder)
    if not folder.exists():
        half = kept / f"half-{count}"
        shutil.rmtree(half, ignore_errors=True)
        write_demo(count, half)
        half.rename(folder)
    return folder


def remove_outdated(kept: Path) -> None:
    """Remove the demos in `kept` of another version, with their feeds and indexes."""
    current = f"demo-{_demo_digest()}-"
    for folder in kept.glob("*demo-*-*"):
        if current not in folder.name:
            shutil.rmtree(folder)


def demo_size(folder: Path) -> int:
    """Return how many articles the demo in `folder` has; 0 if there is none."""
    marker = folder / demo.MARKER
    found = re.search(r": (\d+) articles$", marker.read_text("utf-8")) if marker.exists() else None
    return int(found[1]) if found else 0


def demo_feed(library: Path, kept: Path) -> Feed:
    """Return the articles of the demo `library` as feeds in `kept`."""
    return feed_of(library, kept / f"feed-demo-{_demo_digest()}-{demo_size(library)}")


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


@contextmanager
def restored(library: Path) -> Iterator[None]:
    """Put back, in the end, the files that `change` changes, and remove what is added at the top.

    If that is interrupted, `demo_library` writes its demo again.
    """
    mark = library / _CHANGED
    mark.touch()
    before = set(library.iterdir())
    _CHANGES.clear()
    try:
        yield
    finally:
        for path in set(library.iterdir()) - before:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        for path, contents in _CHANGES.items():
            if contents is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(contents)
        mark.unlink()


def lengthen(library: Path) -> None:
    """Give one article in ten a body of 5 kB, but no more than ten thousand articles."""
    files = sorted(file.path for file in walk(library) if file.path.endswith((".md", ".txt")))
    chosen = files[:: max(_ONE_IN, len(files) // _MOST_LONG)]
    for number, path in enumerate(chosen):
        file = library / path
        contents = file.read_bytes()
        _CHANGES.setdefault(file, contents)
        body, draw = "", number
        while len(body) < _LONG:
            body += "\n\n".join(["", *paragraphs_of(draw)])
            draw += len(chosen)
        file.unlink()  # it may be a link, and share its contents with the library copied
        file.write_bytes(contents + body[:_LONG].encode() + b"\n")


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
        contents = file.read_bytes()
        _CHANGES.setdefault(file, contents)
        # A new file each: this one may be a link, and share its contents with the library copied.
        file.unlink()
        file.write_bytes(contents + b"\n")
        added = file.with_stem(f"{file.stem}-added-{round_}")
        added.write_bytes(contents + b"\n")
        _CHANGES.setdefault(added, None)
        fresh += [path, added.relative_to(library).as_posix()]
    for path in renamed:
        file = library / path
        _CHANGES.setdefault(file, file.read_bytes())
        moved = file.rename(file.with_stem(f"{file.stem}-moved-{round_}"))
        _CHANGES.setdefault(moved, None)
        fresh.append(moved.relative_to(library).as_posix())
    for path in deleted:
        _CHANGES.setdefault(library / path, (library / path).read_bytes())
        (library / path).unlink()
    return fresh
