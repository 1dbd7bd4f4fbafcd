"""A library in which every field of every article is hostile."""

from pathlib import Path

from tests.hostile import HOSTILE_STRINGS, HOSTILE_URLS


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
        value = quoted(hostile.text)
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
            f"publishedDateTime: {value}",
            f"provider: {{name: {value}, domain: {value}, authors: [{{name: {value}}}]}}",
            f"topics: [{value}]",
            f"images: [{{url: {url}, title: {value}}}]",
            f"related: [{{title: {value}, webUrl: {url}, excerpt: {value}, provider: {value}}}]",
            f"actions: [{{url: {url}, title: {value}}}]",
            f"{value}: {value}",
            "---",
        ]
        head = "\n".join(lines) + "\n"
        body = hostile.text if number % 2 else f"<p>{hostile.text}</p><b>{hostile.text}"
        data = (head + body).encode("utf-8", "surrogatepass")
        (folder / f"{number:03}.md").write_bytes(data)
    topics = folder / "_data" / "topics"
    topics.mkdir(parents=True)
    for number, hostile in enumerate(HOSTILE_STRINGS):
        (topics / f"{number:03}.yaml").write_text(f"name: {quoted(hostile.text)}\n", "utf-8")
    (folder / "\x1b]0;name\x07.md").write_text("---\ntitle: a name\n---\nbody")
    return len(HOSTILE_STRINGS) + 1
