"""Extracts texts in processes of their own, kept within limits by `broadsheet.child_process`."""

from dataclasses import asdict
from typing import cast

from broadsheet.child_process import (
    Children,
    ExhaustedError,
    Values,
    answer_requests,
)
from broadsheet.pages.extract import Extracted, extract
from broadsheet.pages.signs import Sign


class ExtractionError(Exception):
    """A page could not be read; the message is the name of the error."""


class Extractors(Children):
    """A few processes that extract texts, started when they are needed; for many threads."""

    MODULE = __name__

    def extract(self, body: bytes, url: str, content_type: str = "") -> Extracted:
        """Return the text of a page; raises `ExtractionError`."""
        try:
            answer = self.ask({"url": url, "content_type": content_type}, body)
        except ExhaustedError as error:
            raise ExtractionError("MemoryError") from error
        if "error" in answer:
            raise ExtractionError(answer["error"])
        names = ("markdown", "title", "sign", "leads_to")
        markdown, title, sign, leads_to = (str(answer[name]) for name in names)
        return Extracted(markdown, title, cast("Sign", sign), leads_to)


def main() -> None:
    """Answer requests until the input ends."""

    def answer(request: Values, body: bytes) -> Values:
        try:
            return asdict(extract(body, str(request["url"]), str(request["content_type"])))
        except Exception as error:  # noqa: BLE001 - whatever a page does to its reader
            return {"error": type(error).__name__}

    answer_requests(answer)


if __name__ == "__main__":
    main()
