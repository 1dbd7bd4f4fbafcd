"""The libraries of the monkey test: with little or nothing in them, or changing meanwhile."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from broadsheet.config.settings import Rule, Settings, TextSettings
from tests.files import write_article
from tests.hostile_library import write_packed_articles

_FIELDS = ("quality: 5", "heat: 7", "topics: [AI, Chips]", "provider: Wire", "type: video")


@dataclass(frozen=True, slots=True)
class LibraryKind:
    """A kind of library: how it is written, and what happens to it while it is open."""

    write: Callable[[Path], object]
    settings: Settings = field(default_factory=lambda: Settings(text=TextSettings("manual")))
    is_read_before: bool = True
    meanwhile: Callable[[Path, Random], object] | None = None


def _write_many(folder: Path, articles: int = 40) -> None:
    for number in range(articles):
        day = f"publishedDateTime: 2023-05-{number % 28 + 1:02}T10:00:00Z"
        _write(folder, f"{number}.md", f"Chips and words {number}", day, *_FIELDS)


def _write(folder: Path, name: str, title: str, *fields: str) -> None:
    body = "Some [text](https://b.invalid/x) of chips.\n\n" * 12
    write_article(folder, name, title, *fields, url=f"https://a.invalid/{name}", body=body)


def _write_story(folder: Path) -> None:
    for number in range(6):
        fields = f"publishedDateTime: 2023-05-18T0{number}:00:00Z", f"provider: Wire {number}"
        _write(folder, f"{number}.md", "Web apps exposed 38 million records", *fields)


def _remove_some(folder: Path, random: Random) -> None:
    there = sorted(folder.glob("*.md"))
    if random.random() < 0.3 or not there:
        _write_many(folder, random.randrange(5))
    elif random.random() < 0.1:
        for path in there:
            path.unlink()
    else:
        random.choice(there).unlink()


def _remove_all(folder: Path, _: Random) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    else:
        folder.mkdir()
        _write_many(folder, 3)


_MUTED = Settings(rules=(Rule("chips"),), text=TextSettings("manual"))

KINDS = {
    "empty": LibraryKind(lambda folder: None),
    "one article": LibraryKind(lambda folder: _write_many(folder, 1)),
    "bare": LibraryKind(lambda folder: (folder / "a.md").write_text("---\ntitle: A\n---\nBody.\n")),
    "many": LibraryKind(_write_many),
    "muted": LibraryKind(_write_many, _MUTED),
    "one story": LibraryKind(_write_story),
    "hostile": LibraryKind(write_packed_articles),
    "first run": LibraryKind(lambda folder: _write_many(folder, 400), is_read_before=False),
    "files removed": LibraryKind(_write_many, meanwhile=_remove_some),
    "folder removed": LibraryKind(_write_many, meanwhile=_remove_all),
}
