"""The front matter of a file -> an Article. A broken value costs that value only."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from broadsheet.articles.earlier_keys import earlier_keys
from broadsheet.articles.frontmatter import FrontMatter
from broadsheet.articles.html import first_url, looks_like_html
from broadsheet.articles.model import Article, BodyFormat, Link, Precision
from broadsheet.articles.report import Report
from broadsheet.articles.values import Values, clean_url
from broadsheet.text.door import TEXT_LIMIT, clean_line, clean_text, clean_value

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
    front: FrontMatter,
    path: str,
    report: Report,
    *,
    with_fields: bool = True,
    with_texts: bool = True,
) -> Article | None:
    """Make an article of what the file at `path` holds; None where it has no link and no body.

    What cannot be understood is noted in `report`. Without `with_fields`, `Article.fields` stays
    empty; without `with_texts`, so do all excerpts, and the body counts as Markdown: whoever reads
    a whole library for its table has no use for them.
    """
    values = Values(front.fields, front, report, with_texts=with_texts)
    original_url = values.url("originalUrl")
    web_url = values.url("webUrl")
    amp_web_url = values.url("ampWebUrl")
    cdn_amp_web_url = values.url("cdnAmpWebUrl")
    featured_url = first_url(values.raw("featuredContent"))
    other_links = tuple(_other_links(front.fields)[:MAX_LINKS])
    body = front.body and clean_text(front.body[:TEXT_LIMIT], decode_entities=False)
    urls = (original_url, web_url, amp_web_url, cdn_amp_web_url, featured_url)
    if not any(urls) and not other_links and not body.strip():
        return None
    title = values.title()
    if not title:
        title = clean_line(PurePosixPath(path).stem)
        report.add("there is no title: the name of the file takes its place", field="title")
    date = values.date("publishedDateTime")
    if len(front.body) > TEXT_LIMIT:
        report.add(f"the body is long: only its first {TEXT_LIMIT:,} characters are shown")
    article = Article(
        path=path,
        title=title,
        excerpt=values.text("excerpt"),
        published_at=date.at if date else None,
        published_precision=date.precision if date else Precision.TIME,
        original_url=original_url,
        web_url=web_url,
        amp_web_url=amp_web_url,
        cdn_amp_web_url=cdn_amp_web_url,
        type=values.line("type"),
        category=values.line("category"),
        quality=values.integer("quality"),
        heat=values.integer("heat"),
        published=values.truth("published"),
        provider=values.provider("provider"),
        topics=values.names("topics"),
        images=values.images("images"),
        related=values.related("related"),
        featured_url=featured_url,
        other_links=other_links,
        secured_bytes=_decoded_size(values.raw("secured")),
        body=body,
        body_format=_body_format(body, path) if with_texts else "markdown",
        fields=_cleaned(front.fields) if with_fields else {},
        problems=report.problems(),
    )
    earlier = earlier_keys(front.fields, article)
    return article._replace(earlier_keys=earlier) if earlier else article


def _other_links(fields: Mapping[str, object], label: str = "") -> list[Link]:
    """Find the addresses in a mapping, however deep, that the model has no place for.

    A link is labelled by the title beside it ("Download Source Code"), else by the field that it
    stands in ("website", "twitter").
    """
    found: list[Link] = []
    title = fields.get("title") or fields.get("name")
    own_label = title if isinstance(title, str) else label
    for name, value in fields.items():
        is_link = name in _LINK_NAMES or name.endswith("Url")
        if name in _NOT_OTHER_LINKS or not (is_link or isinstance(value, (dict, list))):
            continue
        inner_label = own_label if name == "url" else name
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, str):
                if is_link and _IS_WEB.match(item):
                    found.append(Link(clean_line(inner_label), clean_url(item)))
            elif isinstance(item, dict):
                found += _other_links(item, inner_label)
            elif isinstance(item, list):
                found += _other_links({name: item}, inner_label)
    return found


def _cleaned(fields: Mapping[str, object]) -> dict[str, object]:
    return {clean_line(name): clean_value(value) for name, value in fields.items()}


def _decoded_size(secured: str) -> int:
    """How many bytes a `secured` value holds: base64, then `;` and the key's salt."""
    return len(secured.partition(";")[0].rstrip("=")) * 3 // 4


def _body_format(body: str, path: str) -> BodyFormat:
    name = path.lower()
    if name.endswith((".html", ".htm")) or (body and looks_like_html(body)):
        return "html"
    if name.endswith(".txt") and not _IS_MARKDOWN.search(body):
        return "text"
    return "markdown"
