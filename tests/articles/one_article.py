"""One article of a few lines, and what was said of it."""

from broadsheet.articles.coerce import coerce
from broadsheet.articles.frontmatter import read_front_matter
from broadsheet.articles.model import Article
from broadsheet.articles.report import Report

URL = "https://example.com/a"


def read(front: str, body: str = "", path: str = "news/a.md") -> Article | None:
    report = Report(path)
    parsed = read_front_matter(f"---\n{front}\n---\n{body}".encode(), report)
    assert parsed.kind == "yaml"
    return coerce(parsed, path, report)


def article(*lines: str, body: str = "", path: str = "news/a.md") -> Article:
    found = read("\n".join([f"originalUrl: {URL}", "title: A title", *lines]), body, path)
    assert found is not None
    return found


def sound(*lines: str) -> Article:
    found = article(*lines)
    assert found.problems == ()
    return found


def told(found: Article) -> list[str]:
    return [str(problem) for problem in found.problems]
