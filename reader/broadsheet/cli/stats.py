"""`broadsheet stats`: what the articles of a query are like, as charts or as JSON."""

import json
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from broadsheet.charts.report import report, summary
from broadsheet.cli.commands import CommandError, Given
from broadsheet.cli.queries import query_of, say
from broadsheet.library.library import Library
from broadsheet.library.searcher import Searcher
from broadsheet.library.statistics import SPANS, WEEK, Span, Statistics, statistics_of
from broadsheet.library.sync.sync import healing

_PIPE_WIDTH = 80


@dataclass(frozen=True, slots=True)
class StatsOptions:
    """What `broadsheet stats` was asked for."""

    path: str
    query: Sequence[str]
    span: Span
    as_json: bool


def stats_options(given: Given) -> StatsOptions:
    """Read the options of `stats`; raises CommandError."""
    path, *query = given.words
    name = given.options.get("--span", WEEK.name)
    span = next((span for span in SPANS if span.name == name), None)
    if span is None:
        raise CommandError("--span must be week, month, quarter or year")
    return StatsOptions(path, query, span, "--json" in given.options)


def print_statistics(root: Path, options: StatsOptions, output: TextIO, notes: TextIO) -> None:
    """Write the statistics of what a query finds; messages about it go to `notes`.

    Raises `database.IndexUnavailableError` and `sqlite3.Error`.
    """
    library = Library(root)

    def write() -> None:
        with library.open_index() as index:
            query = query_of(options.query, index)
            with closing(Searcher(library)) as searcher:
                ids = searcher.view(query).ids
            now = datetime.now(UTC)
            found = statistics_of(index, ids, now, span=options.span)
            by_day = found if options.span is WEEK else statistics_of(index, ids, now)
        say(notes, (note.sentence for note in query.notes))
        if options.as_json:
            output.write(json.dumps(_as_json(found, by_day), ensure_ascii=False) + "\n")
            return
        width = shutil.get_terminal_size().columns if output.isatty() else _PIPE_WIDTH
        output.write(f"{summary(found)}\n\n")
        output.writelines(f"{line}\n" for line in report(found, width))

    healing(root, write)


def _as_json(found: Statistics, by_day: Statistics) -> dict[str, object]:
    """Return all counts; `by_day` has those of the last days, whatever topics are compared over."""
    rising = {topic.name for topic in found.rising}
    return {
        "articles": found.articles,
        "span": found.span.name,
        "days": {str(day): count for day, count in found.days.items()},
        "topics": [
            {
                "topic": topic.name,
                "articles": topic.articles,
                "week": days.last,
                "before": days.before,
                "last": topic.last,
                "earlier": topic.before,
                "rising": topic.name in rising,
                "days": days.bins,
            }
            for topic, days in zip(found.topics, by_day.topics, strict=True)
        ],
        "providers": [{"provider": name, "articles": count} for name, count in found.providers],
        "hours": found.hours,
        "scores": [
            {"quality": quality, "heat": heat, "articles": count}
            for (quality, heat), count in found.scores.items()
        ],
    }
