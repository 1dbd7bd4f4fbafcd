"""Events as several providers report them, for tests of stories."""

from collections.abc import Iterable
from pathlib import Path

from tests.files import write_article

LEAK = (
    ("TechSpot", "Misconfiguration in web apps exposed 38 million records", 99),
    ("ZDNet", "38 million records exposed by misconfiguration of web apps", 90),
    ("Neowin", "Web apps exposed 38 million records of people by misconfiguration", 84),
)
COMET = (
    ("Skyline", "Comet Orlova becomes visible above the northern horizon", 70),
    ("Observer", "Northern horizon: comet Orlova visible from tonight", 75),
)
ALONE = (
    ("Gardener", "Gardeners prune roses before winter", 60),
    ("Chef", "Seven soups with pumpkins and chestnuts", 50),
    ("Referee", "Rowers win the cup after a photo finish", 55),
)


def write_event(
    folder: Path, name: str, reports: Iterable[tuple[str, str, int]], day: str = "2023-05-18"
) -> list[Path]:
    """Write the reports of an event, an hour apart from 8 o'clock on."""
    return [
        write_report(folder, f"{name}-{number}.md", *report, date=f"{day}T{8 + number:02}:00:00Z")
        for number, report in enumerate(reports)
    ]


def write_report(
    folder: Path, file: str, provider: str, title: str, quality: int | None, *more: str, date: str
) -> Path:
    """Write one report; `more` are further lines of its front matter."""
    score = [] if quality is None else [f"quality: {quality}"]
    lines = (f"publishedDateTime: {date}", f"provider: {provider}", *score, *more)
    return write_article(folder, file, title, *lines)
