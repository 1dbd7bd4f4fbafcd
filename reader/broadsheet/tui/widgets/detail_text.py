"""The text of the detail pane above the body, as content: text from a file is never markup."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from textual.content import Content
from textual.message import Message

from broadsheet.articles.excerpts import beginning_length, is_repeated
from broadsheet.articles.model import Article, Link, Provider
from broadsheet.library.index.index import Standing
from broadsheet.links import SafeLink, check_url
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_line
from broadsheet.tui.article_links import ListedLink, short_label
from broadsheet.tui.cells import local_date, long_date, relative_date, steady
from broadsheet.tui.messages import LinkChosen, RelatedChosen
from broadsheet.tui.opened import OpenedArticle, RelatedItem
from broadsheet.tui.page.blocks import Block, Look, Span, plain_text
from broadsheet.tui.page.page import Page
from broadsheet.tui.widgets.detail_heading import DOT
from broadsheet.tui.widgets.detail_items import Item
from broadsheet.tui.widgets.table_columns import COMPUTED, LATER, STARRED

_SPACES = re.compile(" {2,}")


def head(opened: OpenedArticle, now: datetime) -> Content:
    """Return the title, and who wrote it and when, with its marks and scores."""
    row = opened.row
    lines = [
        Content.styled(steady(row.title), "bold $text-primary"),
        Content(DOT).join(_byline(opened, now)),
    ]
    if scores := _scores(opened):
        lines.append(Content(DOT).join(scores))
    if opened.article is not None:
        lines += _problems(opened.article)
    return Content("\n").join(lines)


def _scores(opened: OpenedArticle) -> list[Content]:
    """Return quality and heat; of an article that follows another in its story, which one."""
    row, makeup = opened.row, opened.makeup
    scores: list[Content] = []
    if makeup.has("quality"):
        scores.append(_score("quality", row.quality, opened.quality, row.story.quality))
    if not row.story.is_lead and opened.story:
        lead = Content.styled(steady(opened.story[0].related.title), "$text-accent")
        scores.append(Content.assemble("in ", lead))
    elif makeup.has("heat"):
        scores.append(_score("heat", row.heat, opened.heat, row.story.heat(row.quality)))
    if new := row.story.new_sources:
        said = counted(new, "new source")
        scores.append(Content.styled(f"{said} since you read it", "$text-accent"))
    return scores


def _byline(opened: OpenedArticle, now: datetime) -> list[Content]:
    row, article = opened.row, opened.article
    facts = [Content.styled(steady(row.provider), "$text-accent")] if row.provider else []
    if article is not None and article.authors:
        facts.append(Content(steady("by " + ", ".join(article.authors))))
    if row.date is None:
        facts.append(Content.styled("no date", "$foreground 65%"))
    else:
        facts.append(Content(long_date(row.date, row.date_precision)))
        facts.append(
            Content.styled(relative_date(row.date, now, row.date_precision), "$foreground 65%")
        )
    if row.type not in ("", _USUAL_TYPE):
        facts.append(Content.styled(row.type, "$foreground 65%"))
    if opened.page.minutes:
        facts.append(Content(f"{opened.page.minutes} min read"))
    if row.is_starred:
        facts.append(Content.styled(f"{STARRED} starred", "$text-warning"))
    if row.is_later:
        facts.append(Content.styled(f"{LATER} for later", "$text-accent"))
    return facts


def chips(opened: OpenedArticle) -> Page:
    """Return the topics, none of which is broken between two lines."""
    if opened.article is None or not opened.article.topics:
        return Page()
    spans: list[Span] = []
    for topic in opened.article.topics:
        spans += [Span(f" {steady(topic)} ".replace(" ", "\xa0"), Look.CHIP), Span(" ")]
    return Page([Block(tuple(spans[:-1]))])


def _score(
    name: str, value: int | None, standing: Standing | None, computed: int | None
) -> Content:
    if value is None and computed is not None:
        return Content.assemble(f"{name} ", (f"{COMPUTED}{computed}", "bold"))
    if value is None:
        return Content.styled(f"no {name}", "$foreground 65%")
    text = Content.assemble(f"{name} ", (str(value), "bold"))
    if standing is None:
        return text
    place = f", {ordinal(standing.rank)} of {standing.count:,}"
    if standing.count >= _ENOUGH_FOR_WORDS:
        share = standing.rank / standing.count
        place = f" {next(word for limit, word in _WORDS if share <= limit)}" + place
    return Content.assemble(text, (place, "$foreground 65%"))


_USUAL_TYPE = "article"
"""The type of most articles, which is not shown."""

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


def _problems(article: Article) -> list[Content]:
    return [
        Content.styled(
            f"! {problem.field + ': ' if problem.field else ''}{problem.reason}", "$text-warning"
        )
        for problem in article.problems
    ]


def excerpt(opened: OpenedArticle) -> Span | None:
    """Return the excerpt if the text does not begin with it, or why there is nothing to read."""
    if opened.article is None:
        return Span(f"This article cannot be read: {opened.reason}", Look.WARNING)
    excerpt = opened.article.excerpt.strip()
    beginning = plain_text(opened.page.blocks, beginning_length(excerpt))
    if opened.article.is_excerpt_of_body or is_repeated(excerpt, beginning):
        return None
    look = Look.STRONG if opened.page.blocks else Look.PLAIN
    return Span(steady(_SPACES.sub(" ", excerpt)), look) if excerpt else None


def excerpt_and_text(opened: OpenedArticle, now: datetime) -> Page:
    """Return the excerpt, if it is shown, and what is known of the full text."""
    return Page([Block((part,)) for part in (excerpt(opened), _full_text(opened, now)) if part])


def _full_text(opened: OpenedArticle, now: datetime) -> Span | None:
    about = opened.full_text
    if about.page is None:
        look = Look.WARNING if about.is_failure else Look.QUIET
        return Span(about.sentence, look) if about.sentence else None
    fetched = relative_date(int(about.page.fetched_at), now)
    said = f"Full text from {link_host(about.page.url)}, fetched {fetched}. f: the excerpt"
    return Span(said, Look.QUIET)


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
    return DOT.join(parts)


def card(item: RelatedItem) -> Item:
    """Return what is listed of a related article, and where it leads."""
    mark = "" if item.article_id is not None else "↗ "
    return Item(
        item.related,
        mark + item.related.title,
        related_note(item),
        lambda: RelatedChosen(item.related, item.article_id),
        lambda: LinkChosen(Link("related", item.related.url)),
    )


def link_line(listed: ListedLink) -> Item:
    """Return what is listed of a link."""

    def choose() -> Message:
        return LinkChosen(listed.link)

    labels = " · ".join(map(short_label, listed.all))
    return Item(listed.link, labels, shown_address(listed.link.url), choose, choose)


def shown_address(url: str) -> str:
    """Return `url` for people: the real host and the path, or why it is not opened."""
    checked = check_url(url)
    if not isinstance(checked, SafeLink):
        return f"{clean_line(url)} (not opened: {checked.reason})"
    parts = urlsplit(checked.url)
    path = parts.path if parts.path != "/" or parts.query else ""
    return checked.shown_host + path + (f"?{parts.query}" if parts.query else "")


def link_host(url: str) -> str:
    """Return the host that `url` really leads to, or why it is not opened."""
    checked = check_url(url)
    return checked.shown_host if isinstance(checked, SafeLink) else f"not opened: {checked.reason}"


def _name(provider: Provider) -> str:
    return provider.name or provider.domain
