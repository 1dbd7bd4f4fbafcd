"""`broadsheet stats`: what the articles of a query are like, as charts or as JSON."""

import json
import shutil
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from broadsheet.charts.report import report, summary
from broadsheet.cli.queries import query_of, say
from broadsheet.library.library import Library, Searcher
from broadsheet.library.statistics import Statistics, statistics_of
from broadsheet.library.sync.sync import healing

_PIPE_WIDTH = 80


def print_statistics(
    root: Path, words: Sequence[str], output: TextIO, notes: TextIO, *, as_json: bool
) -> None:
    """Write the statistics of what the query `words` finds; messages about it go to `notes`.

    Raises `database.IndexUnavailableError` and `sqlite3.Error`.
    """
    library = Library(root)

    def write() -> None:
        with library.open_index() as index:
            query = query_of(words, index)
            with closing(Searcher(library)) as searcher:
                ids = searcher.view(query).ids
            found = statistics_of(index, ids, datetime.now(UTC))
        say(notes, (note.sentence for note in query.notes))
        if as_json:
            output.write(json.dumps(_as_json(found), ensure_ascii=False) + "\n")
            return
        width = shutil.get_terminal_size().columns if output.isatty() else _PIPE_WIDTH
        output.write(f"{summary(found)}\n\n")
        output.writelines(f"{line}\n" for line in report(found, width))

    healing(root, write)


def _as_json(found: Statistics) -> dict[str, object]:
    rising = {topic.name for topic in found.rising}
    return {
        "articles": found.articles,
        "days": {str(day): count for day, count in found.days.items()},
        "topics": [
            {
                "topic": topic.name,
                "articles": topic.articles,
                "week": topic.week,
                "before": topic.before,
                "rising": topic.name in rising,
                "days": topic.days,
            }
            for topic in found.topics
        ],
        "providers": [{"provider": name, "articles": count} for name, count in found.providers],
        "hours": found.hours,
        "scores": [
            {"quality": quality, "heat": heat, "articles": count}
            for (quality, heat), count in found.scores.items()
        ],
    }
