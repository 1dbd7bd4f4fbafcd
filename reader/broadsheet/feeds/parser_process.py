"""Parses feeds in processes of their own: no document can take the reader down or hold it up.

`python -m broadsheet.feeds.parser_process` reads requests from its standard input, each a line of
JSON with the length of the document that follows it, and answers each with a line of JSON.
"""

import json
import os
import queue
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from types import TracebackType
from typing import Self

from broadsheet.feeds.model import Document, Enclosure, FeedDocument, FeedEntry, FeedImage

LONGEST_PARSE = 10.0
"""Seconds for one document."""

MOST_MEMORY = 512 * 1024 * 1024
"""Bytes that one parser may ask for."""


class ParseError(Exception):
    """A document could not be read as a feed; the message is one safe line."""


class Parsers:
    """A few parser processes, started when they are needed; may be used by many threads."""

    def __init__(self, count: int = 0, seconds: float = LONGEST_PARSE) -> None:
        self._idle: queue.SimpleQueue[_Parser | None] = queue.SimpleQueue()
        self._seconds = seconds
        for _ in range(count or min(4, os.cpu_count() or 1)):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that are idle."""
        with suppress(queue.Empty):
            while True:
                parser = self._idle.get_nowait()
                if parser is not None:
                    parser.end()

    def parse(self, document: Document) -> FeedDocument:
        """Read a document; raises `ParseError`, also if it kills or exhausts its parser."""
        with self._one() as parser:
            return parser.parse(document, self._seconds)

    @contextmanager
    def _one(self) -> Iterator["_Parser"]:
        parser = self._idle.get()
        try:
            if parser is None:
                parser = _Parser()
            yield parser
        finally:
            self._idle.put(parser if parser is not None and parser.is_alive else None)


class _Parser:
    def __init__(self) -> None:
        # -P keeps the current folder, which may be anybody's, off the path of imports.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "broadsheet.feeds.parser_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def parse(self, document: Document, seconds: float) -> FeedDocument:
        timer = threading.Timer(seconds, self._process.kill)
        timer.start()
        try:
            answer = self._ask(document)
        except (OSError, ValueError):
            answer = {}
        finally:
            timer.cancel()
        if not answer:
            self.end()
            raise ParseError("reading this feed took too much time or memory")
        if "error" in answer:
            raise ParseError(str(answer["error"]))
        return _document(answer)

    def _ask(self, document: Document) -> dict[str, object]:
        assert self._process.stdin is not None  # noqa: S101 - PIPE was asked for
        assert self._process.stdout is not None  # noqa: S101 - PIPE was asked for
        request = [len(document.body), document.url, document.content_type]
        self._process.stdin.write(json.dumps(request).encode() + b"\n" + document.body)
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or b"{}")
        return answer if isinstance(answer, dict) else {}


def _document(answer: Mapping[str, object]) -> FeedDocument:
    """Build what `asdict` took apart in the other process, which is this same program."""
    values = dict(answer)
    entries = []
    for entry in values.pop("entries"):  # type: ignore[attr-defined]  # as asdict wrote it
        for name in ("authors", "topics"):
            entry[name] = tuple(entry[name])
        entry["images"] = tuple(FeedImage(**image) for image in entry["images"])
        entry["enclosures"] = tuple(Enclosure(**each) for each in entry["enclosures"])
        entries.append(FeedEntry(**entry))
    for name in ("skip_hours", "skip_days"):
        values[name] = tuple(values[name])  # type: ignore[arg-type]  # as asdict wrote it
    return FeedDocument(entries=tuple(entries), **values)  # type: ignore[arg-type]  # the same


def main() -> None:
    """Answer requests until the input ends."""
    from broadsheet.feeds.parse import NotAFeedError, parse

    with suppress(ValueError, OSError):  # some systems have no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    requests, answers = sys.stdin.buffer, sys.stdout
    while line := requests.readline():
        length, url, content_type = json.loads(line)
        body = requests.read(length)
        try:
            answer: dict[str, object] = asdict(parse(Document(body, url, content_type)))
        except NotAFeedError as error:
            answer = {"error": str(error)}
        except Exception as error:  # noqa: BLE001 - whatever a document does to the parser
            answer = {"error": f"this feed cannot be read ({type(error).__name__})"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
