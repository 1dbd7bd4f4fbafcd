"""Articles and settings written to disk for a test, as a person would have them."""

import os
from pathlib import Path

from broadsheet.config.settings import settings_file


def write_article(
    folder: Path, name: str, title: str, *fields: str, body: str = "", url: str | None = None
) -> Path:
    """Write an article; `fields` are further lines of front matter, as they stand in the file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    address = f"https://example.com/{name}" if url is None else url
    lines = ["---", f'title: "{title}"', f'originalUrl: "{address}"', *fields, "---", body]
    path.write_text("\n".join(lines), "utf-8")
    return path


def touch_later(path: Path, seconds: int = 5) -> None:
    """Move a file's time of change forward, as if it was written later."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + seconds * 10**9))


def write_settings(text: str) -> None:
    """Write the settings file."""
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(text, "utf-8")
