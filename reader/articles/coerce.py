"""The front matter of a file -> an Article. A broken value costs that value only."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import PurePosixPath
from posixpath import splitext

from reader.articles.frontmatter import FrontMatter
from reader.articles.html import first_url, looks_like_html
from reader.articles.model import Article, BodyFormat, Link
from reader.articles.report import Report
from reader.articles.text import TEXT_LIMIT, clean_line, clean_text, clean_value
from reader.articles.values import Part, Values, clean_url

MAX_LINKS = 100

_LINK_NAMES = frozenset(("url", "website", "link"))
# The model has a place of its own for these; where an author is employed is no link of an article.
_NOT_OTHER_LINKS = frozenset(
    (
        *("originalUrl", "webUrl", "ampWebUrl", "cdnAmpWebUrl"),
        *("provider", "images", "related", "affiliation"),
    )
)
_IS_WEB = re.compile(r"https?://", re.IGNORECASE)
_IS_MARKDOWN = re.compile(
    r"^(?:#{1,6} |[-*+] |[0-9]+[.)] |> |```|~~~|\|.*\|)|\]\(\S|\*\*\S|__\S|`[^`\n]+`", re.MULTILINE
)


def coerce(
    front: FrontMatter, path: str, report: Report, *, with_fields: bool = True
) -> Article | None:
    """Make an article of what the file at `path` holds; None where it has no link and no body.

    What cannot be understood is noted in `report`. Without `with_fields`, `Article.fields` stays
    empty: whoever reads a whole library for its table has no use for them.
    """
    values = Values(front, report)
    whole = Part(front.fields)
    original_url = values.url(whole, "originalUrl")
    web_url = values.url(whole, "webUrl")
    amp_web_url = values.url(whole, "ampWebUrl")
    cdn_amp_web_url = values.url(whole, "cdnAmpWebUrl")
    featured_url = first_url(values.raw(whole, "featuredContent"))
    other_links = tuple(islice(_other_links("", front.fields, ""), MAX_LINKS))
    body = front.body and clean_text(front.body[:TEXT_LIMIT], decode_entities=False)
    urls = (original_url, web_url, amp_web_url, cdn_amp_web_url, featured_url)
    if not any(urls) and not other_links and not body.strip():
        return None
    title = values.title(whole)
    if not title:
        title = clean_line(PurePosixPath(path).stem)
        report.add("there is no title: the name of the file takes its place", field="title")
    if len(front.body) > TEXT_LIMIT:
        report.add(f"the body is long: only its first {TEXT_LIMIT:,} characters are shown")
    return Article(
        path=path,
        title=title,
        excerpt=values.text(whole, "excerpt"),
        published_at=values.moment(whole, "publishedDateTime"),
        original_url=original_url,
        web_url=web_url,
        amp_web_url=amp_web_url,
        cdn_amp_web_url=cdn_amp_web_url,
        type=values.line(whole, "type"),
        category=values.line(whole, "category"),
        quality=values.integer(whole, "quality"),
        heat=values.integer(whole, "heat"),
        published=values.truth(whole, "published"),
        provider=values.provider(whole, "provider"),
        topics=values.names(whole, "topics"),
        images=values.images(whole, "images"),
        related=values.related(whole, "related"),
        featured_url=featured_url,
        other_links=other_links,
        secured_bytes=_decoded_size(values.raw(whole, "secured")),
        body=body,
        body_format=_body_format(body, path),
        fields=_cleaned(front.fields) if with_fields else {},
        problems=report.problems(),
    )


def _other_links(name: str, value: object, label: str) -> Iterator[Link]:
    """Find the addresses in a field, however deep, that the model has no place for.

    A link is labelled by the title beside it ("Download Source Code"), else by the field that it
    stands in ("website", "twitter").
    """
    if isinstance(value, str):
        if _names_a_link(name) and _IS_WEB.match(value):
            yield Link(clean_line(label), clean_url(value))
    elif isinstance(value, list):
        for item in value:
            yield from _other_links(name, item, label)
    elif isinstance(value, dict):
        title = value.get("title") or value.get("name")
        own_label = title if isinstance(title, str) else label
        for inner_name, inner in value.items():
            if inner_name in _NOT_OTHER_LINKS:
                continue
            if isinstance(inner, dict | list) or _names_a_link(inner_name):
                inner_label = own_label if inner_name == "url" else inner_name
                yield from _other_links(inner_name, inner, inner_label)


def _names_a_link(name: str) -> bool:
    return name in _LINK_NAMES or name.endswith("Url")


def _cleaned(fields: Mapping[str, object]) -> dict[str, object]:
    return {clean_line(name): clean_value(value) for name, value in fields.items()}


def _decoded_size(secured: str) -> int:
    """How many bytes a `secured` value holds: base64, then `;` and the key's salt."""
    return len(secured.partition(";")[0].rstrip("=")) * 3 // 4


def _body_format(body: str, path: str) -> BodyFormat:
    suffix = splitext(path)[1].lower()
    if suffix == ".html" or (body and looks_like_html(body)):
        return "html"
    if suffix == ".txt" and not _IS_MARKDOWN.search(body):
        return "text"
    return "markdown"
