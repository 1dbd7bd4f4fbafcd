"""The front matter of a file -> an Article. A broken value costs that value only."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from broadsheet.articles.addresses import address, clean_url, publisher_domain
from broadsheet.articles.body import body_format, first_heading, first_paragraph
from broadsheet.articles.dates import Date
from broadsheet.articles.earlier_keys import earlier_keys
from broadsheet.articles.fields import NAMES, key
from broadsheet.articles.folder_traits import PLAIN_FOLDER, FolderTraits
from broadsheet.articles.frontmatter import FrontMatter
from broadsheet.articles.html import first_url
from broadsheet.articles.model import Article, Link, Precision, Provider
from broadsheet.articles.preferred_values import Choice, choose
from broadsheet.articles.problem_report import ProblemReport
from broadsheet.articles.values import Values
from broadsheet.articles.where_from import date_in_address, date_of_file, title_of_file
from broadsheet.text.door import TEXT_LIMIT, clean_line, clean_text, clean_value

MAX_LINKS = 100

DEFAULT_TYPE = "article"

_LINK_NAMES = frozenset(("url", "website", *NAMES["originalUrl"])) - {"source"}
# The model has a place of its own for these; where an author is employed is no link of an article.
_NOT_OTHER_LINKS = frozenset(
    (
        *("originalUrl", "webUrl", "ampWebUrl", "cdnAmpWebUrl"),
        *("provider", "related", "affiliation", *NAMES["images"]),
        *("title", "excerpt", "publishedDateTime", "type", "category", "quality", "heat"),
        *("published", "featuredContent", "secured"),
    )
)
_IS_WEB = re.compile(r"https?://", re.IGNORECASE)


class _Addresses(NamedTuple):
    """The addresses of an article itself; empty where it has none."""

    original: str
    web: str
    amp: str
    cdn_amp: str
    featured: str


def make_article(
    front: FrontMatter,
    path: str,
    report: ProblemReport,
    traits: FolderTraits = PLAIN_FOLDER,
    *,
    with_fields: bool = True,
    with_items: bool = True,
) -> Article | None:
    """Make an article of what the file at `path` holds; None where it has no link and no body.

    What cannot be understood is noted in `report`. Without `with_fields`, `Article.fields` stays
    empty. Without `with_items`, pictures may be empty, related items have only their titles, and
    other links are looked for only where nothing else makes it an article.
    """
    choice = choose(
        front.fields, is_logseq=front.kind == "properties", takes_scores=traits.takes_scores
    )
    values = Values(choice.values, front, report, places=choice.places, with_items=with_items)
    urls = _addresses(values)
    body = front.body and clean_text(front.body[:TEXT_LIMIT], decode_entities=False)
    is_article = any(urls) or bool(body.strip())
    links = _other_links(front.fields) if with_items or not is_article else []
    if choice.places:  # one of them may be the article's own
        links = [link for link in links if link.url != urls.original]
    if not (is_article or links):
        return None
    if len(front.body) > TEXT_LIMIT:
        report.add(f"the body is long: only its first {TEXT_LIMIT:,} characters are shown")
    is_jekyll = traits.is_jekyll or "layout" in front.fields or "_posts/" in path
    date = _date(values, choice, path)
    provider = _provider(values, urls)
    written_in = body_format(body, path)
    own_excerpt = values.text("excerpt")
    excerpt = own_excerpt or first_paragraph(body, written_in)
    article = Article(
        path=path,
        title=values.title() or first_heading(body) or title_of_file(path),
        excerpt=excerpt,
        is_excerpt_of_body=bool(excerpt) and not own_excerpt,
        published_at=date.at if date else None,
        published_precision=date.precision if date else Precision.TIME,
        original_url=urls.original,
        web_url=urls.web,
        amp_web_url=urls.amp,
        cdn_amp_web_url=urls.cdn_amp,
        type=values.line("type") or DEFAULT_TYPE,
        category=_category(values, choice, at_spaces=is_jekyll),
        quality=values.integer("quality"),
        heat=values.integer("heat"),
        published=_published(values, choice),
        is_removed=front.fields.get("removed") is True,
        provider=provider,
        authors=values.names("authors") or provider.authors,
        feed=address(feed) if isinstance(feed := front.fields.get("feed"), str) else "",
        topics=_topics(values, choice, at_spaces=is_jekyll),
        images=values.images("images"),
        related=values.related("related"),
        featured_url=urls.featured,
        other_links=tuple(links[:MAX_LINKS]),
        secured_bytes=_decoded_size(values.raw("secured")),
        body=body,
        body_format=written_in,
        fields=_cleaned(front.fields) if with_fields else {},
        problems=report.problems(),
        has_front_matter=front.kind != "none",
        has_score=choice.has_score,
    )
    earlier = earlier_keys(front.fields, article)
    return article._replace(earlier_keys=earlier) if earlier else article


def _addresses(values: Values) -> _Addresses:
    web, written = values.url("webUrl"), values.raw("originalUrl")
    return _Addresses(
        address(written) or address(web) or clean_url(written),
        web,
        values.url("ampWebUrl"),
        values.url("cdnAmpWebUrl"),
        first_url(values.raw("featuredContent")),
    )


def _provider(values: Values, urls: _Addresses) -> Provider:
    """Return who published an article: as its file says, else the host of its address."""
    provider = values.provider("provider")
    if provider.name or provider.domain:
        return provider
    return provider._replace(domain=publisher_domain(urls.original))


def _date(values: Values, choice: Choice, path: str) -> Date | None:
    """Return the date of the front matter, else of the file's name, of an address, of a change."""
    if date := values.date("publishedDateTime"):
        return date
    if date := date_of_file(path):
        return date
    for candidate in choice.addresses:
        text = candidate.value
        if isinstance(text, str) and (date := date_in_address(text)):
            return date
    return values.date("later date")


def _published(values: Values, choice: Choice) -> bool | None:
    published = values.truth("published")
    if published is None or "published" not in choice.places:
        return published
    return published is not (key(str(choice.places["published"][-1])) == "draft")


def _category(values: Values, choice: Choice, *, at_spaces: bool) -> str:
    where = choice.places.get("category")
    if where is None:
        return values.line("category")
    value = choice.values["category"]
    if isinstance(value, str) and key(str(where[-1])) == "category":
        value = [value]  # one name, whatever is in it
    return next(values.names_in(value, where, at_spaces=at_spaces, quietly=True), "")


def _topics(values: Values, choice: Choice, *, at_spaces: bool) -> tuple[str, ...]:
    """Return the topics of all fields; the first of `categories` is the category, not a topic."""
    if not choice.topics:
        return values.names("topics")
    topics: list[str] = []
    for one in choice.topics:
        names = values.names_in(one.value, one.where, at_spaces=at_spaces, quietly=one.rank > 0)
        if one.where == choice.places.get("category"):
            next(names, None)
        topics += names
    return tuple(dict.fromkeys(topics))


def _other_links(fields: Mapping[str, object], label: str = "") -> list[Link]:
    """Find the addresses in a mapping, however deep, that the model has no place for.

    A link is labelled by the title next to it ("Download Source Code"), else by the field that it
    stands in ("website", "twitter").
    """
    found: list[Link] = []
    title = fields.get("title") or fields.get("name")
    own_label = title if isinstance(title, str) else label
    for name, value in fields.items():
        if name in _NOT_OTHER_LINKS:
            continue
        is_link = _may_be_link(name)
        if not (is_link or isinstance(value, (dict, list))):
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


@lru_cache(maxsize=4096)
def _may_be_link(name: str) -> bool:
    return name in _LINK_NAMES or name.endswith("Url")


def _cleaned(fields: Mapping[str, object]) -> dict[str, object]:
    return {clean_line(name): clean_value(value) for name, value in fields.items()}


def _decoded_size(secured: str) -> int:
    """Return how many bytes a `secured` value holds: base64, then `;` and the key's salt."""
    return len(secured.partition(";")[0].rstrip("=")) * 3 // 4
