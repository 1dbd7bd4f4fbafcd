"""A library in which every field of every article is hostile."""

from pathlib import Path

from tests.hostile import HOSTILE_STRINGS, HOSTILE_URLS

_PACKS = 8


def quoted(text: str) -> str:
    """Return `text` as a YAML string that gives exactly it back, whatever it holds."""
    escaped = (
        char if char.isascii() and char.isprintable() and char not in '"\\' else _escape(char)
        for char in text
    )
    return f'"{"".join(escaped)}"'


def _escape(char: str) -> str:
    return f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"


def write_hostile_library(folder: Path) -> int:
    """Write an article for every hostile string, in all its fields; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, hostile in enumerate(HOSTILE_STRINGS):
        _write(folder / f"{number:03}.md", number, hostile.text)
    topics = folder / "_data" / "topics"
    topics.mkdir(parents=True)
    for number, hostile in enumerate(HOSTILE_STRINGS):
        (topics / f"{number:03}.yaml").write_text(f"name: {quoted(hostile.text)}\n", "utf-8")
    (folder / "\x1b]0;name\x07.md").write_text("---\ntitle: a name\n---\nbody")
    return len(HOSTILE_STRINGS) + 1


def write_packed_articles(folder: Path) -> list[str]:
    """Write a few articles that hold all hostile strings; return how their excerpts begin.

    They are quicker to look at one by one, and the only ones that have a date.
    """
    folder.mkdir(parents=True, exist_ok=True)
    packs = [HOSTILE_STRINGS[start::_PACKS] for start in range(_PACKS)]
    beginnings = [f"Pack {number}:" for number in range(_PACKS)]
    for number, (pack, beginning) in enumerate(zip(packs, beginnings, strict=True)):
        # The long ones last: of a long text only the beginning is shown.
        texts = sorted((hostile.text for hostile in pack), key=len)
        text = " | ".join([beginning, *texts])
        date = f"2024-01-{_PACKS - number:02}"
        _write(folder / f"pack {number}.md", number, text, date)
    return beginnings


def _write(path: Path, number: int, text: str, date: str = "") -> None:
    """Write an article with `text` in all its fields."""
    value = quoted(text)
    url = quoted(HOSTILE_URLS[number % len(HOSTILE_URLS)])
    lines = [
        "---",
        f"title: {value}",
        f"excerpt: {value}",
        f"originalUrl: {url}",
        "webUrl: https://example.com/" + str(number),
        f"type: {value}",
        f"category: {value}",
        f"quality: {value}",
        f"heat: {number}",
        f"publishedDateTime: {date or value}",
        f"provider: {{name: {value}, domain: {value}, authors: [{{name: {value}}}]}}",
        f"topics: [{value}]",
        f"images: [{{url: {url}, title: {value}}}]",
        f"related: [{{title: {value}, webUrl: {url}, excerpt: {value}, provider: {value}}}]",
        f"actions: [{{url: {url}, title: {value}}}]",
        f"{value}: {value}",
        "---",
    ]
    head = "\n".join(lines) + "\n"
    body = text if number % 2 else f"<p>{text}</p><b>{text}"
    path.write_bytes((head + body).encode("utf-8", "surrogatepass"))
