"""Extracts texts in processes of their own, kept within limits by `broadsheet.child_process`."""

from dataclasses import asdict
from types import TracebackType
from typing import Self, cast

from broadsheet.child_process import (
    LONGEST_ANSWER,
    Children,
    ExhaustedError,
    Values,
    answer_requests,
)
from broadsheet.pages.extract import Extracted, extract
from broadsheet.pages.signs import Sign


class ExtractionError(Exception):
    """A page could not be read; the message is the name of the error."""


class Extractors:
    """A few processes that extract texts, started when they are needed; for many threads."""

    def __init__(self, count: int = 0, seconds: float = LONGEST_ANSWER) -> None:
        self._children = Children(__name__, count, seconds)

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
        self._children.close()

    def extract(self, body: bytes, url: str, content_type: str = "") -> Extracted:
        """Return the text of a page; raises `ExtractionError`."""
        try:
            answer = self._children.ask({"url": url, "content_type": content_type}, body)
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
