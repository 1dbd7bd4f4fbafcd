"""An article as Markdown: what is shown of its body, and what other programs read."""

from broadsheet.articles.html import html_to_markdown
from broadsheet.articles.html_in_markdown import without_html, without_tags
from broadsheet.articles.markdown import escape
from broadsheet.articles.model import Article
from broadsheet.articles.references import with_plain_links
from broadsheet.articles.shortcodes import without_shortcodes


def body_as_markdown(article: Article, limit: int | None = None) -> str:
    """Return the body, or its first `limit` characters, as Markdown without HTML."""
    body = article.body.strip()[:limit]
    if article.body_format == "html":
        return html_to_markdown(body)
    if article.body_format == "markdown":
        return without_html(without_shortcodes(with_plain_links(body)))
    return without_tags(body)


def article_as_markdown(article: Article) -> str:
    """Return title, excerpt, body and address as one Markdown document."""
    parts = [
        f"# {escape(article.title)}",
        escape(article.excerpt),
        body_as_markdown(article),
        f"<{article.original_url}>" if article.original_url else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"
