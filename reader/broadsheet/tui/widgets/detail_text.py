"""The text of the detail pane above the body, as content: text from a file is never markup."""

import re
from datetime import UTC, datetime
from itertools import islice

from textual.content import Content

from broadsheet.articles.as_markdown import body_as_markdown
from broadsheet.articles.model import Article, Provider
from broadsheet.library.index.index import Row, Standing
from broadsheet.links import SafeLink, check_url
from broadsheet.tui.cells import local_date, long_date, relative_date
from broadsheet.tui.opened import OpenedArticle, RelatedItem
from broadsheet.tui.widgets.table_columns import LATER, STARRED

BODY_CAP = 40_000
"""The characters of a body that are shown; Textual's Markdown takes 0.2 s for this many."""

BLOCKS_CAP = 400
"""The lines and table cells that are shown; each may be a widget that takes 2 to 4 ms."""

_DOT = "  ·  "
_SPACES = re.compile(" {2,}")
_BLOCK = re.compile(r"(?m)^[ \t>]*\S|\|")


def head(reading: OpenedArticle, now: datetime) -> Content:
    """Return title, provider, date, type, scores and topics."""
    row = reading.row
    lines = [
        Content.styled(row.title, "bold $text-primary"),
        Content(_DOT).join(_facts(row, now)),
    ]
    if row.quality is not None or row.heat is not None:
        scores = [("quality", row.quality, reading.quality), ("heat", row.heat, reading.heat)]
        known = [_score(*score) for score in scores if reading.makeup.has(score[0])]
        lines.append(Content(_DOT).join(known))
    if reading.article is not None:
        lines += _of_article(reading.article)
    return Content("\n").join(lines)


def _facts(row: Row, now: datetime) -> list[Content]:
    facts = [Content.styled(row.provider, "$text-accent")] if row.provider else []
    if row.date is None:
        facts.append(Content.styled("no date", "$foreground 65%"))
    else:
        facts.append(Content(long_date(row.date, row.date_precision)))
        facts.append(
            Content.styled(relative_date(row.date, now, row.date_precision), "$foreground 65%")
        )
    if row.type:
        facts.append(Content(row.type))
    if row.is_starred:
        facts.append(Content.styled(f"{STARRED} starred", "$text-warning"))
    if row.is_later:
        facts.append(Content.styled(f"{LATER} for later", "$text-accent"))
    return facts


def _score(name: str, value: int | None, standing: Standing | None) -> Content:
    if value is None:
        return Content.styled(f"no {name}", "$foreground 65%")
    text = Content.assemble(f"{name} ", (str(value), "bold"))
    if standing is None:
        return text
    place = f" {ordinal(standing.rank)} of {standing.count:,}"
    if standing.count >= _ENOUGH_FOR_WORDS:
        share = standing.rank / standing.count
        place = f" {next(word for limit, word in _WORDS if share <= limit)}," + place
    return Content.assemble(text, (place, "$foreground 65%"))


_ENOUGH_FOR_WORDS = 20
_WORDS = (
    (0.02, "outstanding"),
    (0.10, "very high"),
    (0.30, "high"),
    (0.60, "middling"),
    (0.85, "low"),
    (1.01, "very low"),
)


def ordinal(number: int) -> str:
    """Return 1 as 1st, 12 as 12th, and so on."""
    if number % 100 in (11, 12, 13):
        return f"{number:,}th"
    return f"{number:,}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _of_article(article: Article) -> list[Content]:
    lines = []
    if article.topics:
        topics = [Content.styled(f"# {topic}", "$text-secondary") for topic in article.topics]
        lines.append(Content("   ").join(topics))
    small = [article.category] if article.category else []
    if article.authors:
        small.append("by " + ", ".join(article.authors))
    if article.published is not None:
        small.append("published" if article.published else "not marked as published")
    if article.secured_bytes:
        small.append(f"encrypted by its publisher, {article.secured_bytes:,} bytes")
    if small:
        lines.append(Content.styled(_DOT.join(small), "$foreground 65%"))
    lines += [
        Content.styled(
            f"! {problem.field + ': ' if problem.field else ''}{problem.reason}", "$text-warning"
        )
        for problem in article.problems
    ]
    return lines


def excerpt(reading: OpenedArticle) -> Content:
    """Return the excerpt, or why there is nothing to read."""
    if reading.article is None:
        sentence = f"This article cannot be read: {reading.reason}"
        return Content.styled(sentence, "$text-warning")
    if reading.article.is_excerpt_of_body:
        return Content()  # the body follows
    return Content(_SPACES.sub(" ", reading.article.excerpt.strip()))


def body_markdown(article: Article) -> str:
    """Return the body as Markdown; if it is cut, it says where."""
    # HTML has more tags than text: three times the cap gives about as much to read.
    body = body_as_markdown(article, 3 * BODY_CAP)
    end = _end_of_what_is_shown(body)
    if end == len(body):
        return body
    return f"{body[:end]}\n\n*… cut after {end:,} characters: press v for the entire file.*"


def _end_of_what_is_shown(markdown: str) -> int:
    blocks = (match.start() for match in _BLOCK.finditer(markdown, 0, BODY_CAP))
    end = next(islice(blocks, BLOCKS_CAP, None), min(len(markdown), BODY_CAP))
    if end == len(markdown):
        return end
    return max(markdown.rfind("\n", 0, end), 0) or end


def related_note(item: RelatedItem) -> str:
    """Return provider, date and quality of a related item, and where it leads."""
    related = item.related
    parts = [_name(related.provider)] if _name(related.provider) else []
    if related.published_at is not None:
        published = int(related.published_at.timestamp())
        parts.append(local_date(published, related.published_precision))
    if related.quality is not None:
        parts.append(f"quality {related.quality}")
    if item.article_id is None:
        parts.append(link_host(related.url) if related.url else "not in the library, no link")
    return " · ".join(parts)


def link_host(url: str) -> str:
    """Return the host that `url` really leads to, or why it is not opened."""
    checked = check_url(url)
    return checked.shown_host if isinstance(checked, SafeLink) else f"not opened: {checked.reason}"


def _name(provider: Provider) -> str:
    return provider.name or provider.domain


def now() -> datetime:
    """Return the current time, with its time zone."""
    return datetime.now(UTC)
