"""Parses feeds in processes of their own, which `broadsheet.child_process` keeps within limits."""

from collections.abc import Mapping
from dataclasses import asdict

from broadsheet.child_process import (
    Children,
    ExhaustedError,
    Values,
    answer_requests,
)
from broadsheet.feeds.model import Document, Enclosure, FeedDocument, FeedEntry, FeedImage


class ParseError(Exception):
    """A document could not be read as a feed; the message is one safe line."""


class Parsers(Children):
    """A few parser processes, started when they are needed; may be used by many threads."""

    MODULE = __name__

    def parse(self, document: Document) -> FeedDocument:
        """Read a document; raises `ParseError`, also if it kills or exhausts its parser."""
        request = {"url": document.url, "content_type": document.content_type}
        try:
            answer = self.ask(request, document.body)
        except ExhaustedError as error:
            raise ParseError("reading this feed took too much time or memory") from error
        if "error" in answer:
            raise ParseError(str(answer["error"]))
        return _document(answer)


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

    def answer(request: Values, body: bytes) -> Values:
        try:
            return asdict(parse(Document(body, str(request["url"]), str(request["content_type"]))))
        except NotAFeedError as error:
            return {"error": str(error)}
        except Exception as error:  # noqa: BLE001 - whatever a document does to the parser
            return {"error": f"this feed cannot be read ({type(error).__name__})"}

    answer_requests(answer)


if __name__ == "__main__":
    main()
