"""Fetches the text of an article: one address after the other, until one has the article."""

from collections.abc import Collection
from typing import Self

from broadsheet.links import Refusal, check_url
from broadsheet.log import note_error
from broadsheet.pages import reasons
from broadsheet.pages.extract import Extracted, without_title
from broadsheet.pages.reasons import LEAST_TEXT, Missing
from broadsheet.pages.store import LONGEST_TEXT, Page
from broadsheet.pages.wanted import Wanted, is_installed, text_length
from broadsheet.pages.worker import ExtractionError, Extractors
from broadsheet.web.client import Client, FetchError, Response, host_of
from broadsheet.web.politeness import HostBusyError, Hosts

LARGEST_PAGE = 5 * 1024 * 1024
"""Bytes, after decompression."""

_HTML = ("text/html", "application/xhtml+xml")
_VAGUE = ("", "text/plain", "text/xml", "application/xml", "application/octet-stream")
_LOOKED_AT = 1024


class PageFetcher:
    """Fetches texts, politely; may be used by many threads."""

    def __init__(
        self, private_hosts: Collection[str] = (), hosts: Hosts | None = None, extractors: int = 0
    ) -> None:
        self._client = Client(private_hosts, hosts, largest=LARGEST_PAGE)
        self._extractors = Extractors(extractors)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._extractors.close()
        self._client.close()

    def fetch(self, wanted: Wanted) -> Page | Missing:
        """Return the text of an article, or why there is none."""
        if not is_installed():
            return Missing("not installed", reasons.NOT_INSTALLED)
        first: Missing | None = None
        for url in wanted.addresses:
            found = self._from(url, wanted)
            if isinstance(found, Page):
                return found
            first = first or found
            if found.kind == "offline":
                break  # the other addresses are no nearer
        return first or reasons.no_address()

    def _from(self, url: str, wanted: Wanted, hops: int = 1) -> Page | Missing:
        judged = check_url(url)
        if isinstance(judged, Refusal):
            return Missing("refused", f"The address is not opened: {judged.reason}.")
        try:
            response = self._client.get(judged.url)
        except HostBusyError as error:
            return reasons.answered(429, error.host)
        except FetchError as error:
            return reasons.not_fetched(error.kind, str(error), LARGEST_PAGE)
        except Exception as error:  # noqa: BLE001 - one page must not end the others' fetching
            return Missing("failed", note_error(error))
        return self._text(response, wanted, hops)

    def _text(self, response: Response, wanted: Wanted, hops: int) -> Page | Missing:
        host = host_of(response.url)
        self._client.heed(response)
        if response.status != 200:
            return reasons.answered(response.status, host)
        content_type = response.header("content-type")
        if not _may_be_html(content_type, response.body):
            return reasons.not_html(content_type)
        try:
            found = self._extractors.extract(response.body, response.url, content_type)
        except ExtractionError as error:
            return _not_extracted(str(error))
        judged = _judged(found, response.url, wanted)
        if isinstance(judged, Missing) and found.leads_to and hops:
            return self._from(found.leads_to, wanted, hops - 1)
        return judged


def _judged(found: Extracted, url: str, wanted: Wanted) -> Page | Missing:
    markdown = without_title(found.markdown, wanted.title)
    length = text_length(markdown)
    if length < LEAST_TEXT:
        return reasons.without_text(found.sign, length)
    if length < wanted.had:
        return reasons.SHORTER
    return Page(_shortened(markdown), url, found.title, address=wanted.address)


def _shortened(markdown: str) -> str:
    if len(markdown) <= LONGEST_TEXT:
        return markdown
    end = markdown.rfind("\n\n", 0, LONGEST_TEXT)
    return f"{markdown[: end if end > 0 else LONGEST_TEXT]}\n\n*… the page goes on.*"


def _not_extracted(error: str) -> Missing:
    match error:
        case "MemoryError":
            return reasons.TOO_HARD
        case "ImportError" | "ModuleNotFoundError":  # a part of the package is missing
            return Missing("not installed", reasons.NOT_INSTALLED)
    return reasons.UNREADABLE


def _may_be_html(content_type: str, body: bytes) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _HTML:
        return True
    # Servers that name no kind, or a vague one, may still send a page.
    start = body[:_LOOKED_AT].lstrip().lower()
    return kind in _VAGUE and (b"<html" in start or b"<!doctype html" in start)
