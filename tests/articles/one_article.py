"""One article of a few lines, and what was said of it."""

from broadsheet.articles.frontmatter import read_front_matter
from broadsheet.articles.make_article import make_article
from broadsheet.articles.model import Article
from broadsheet.articles.problem_report import ProblemReport

URL = "https://example.com/a"


def read(front: str, body: str = "", path: str = "news/a.md") -> Article | None:
    report = ProblemReport(path)
    parsed = read_front_matter(f"---\n{front}\n---\n{body}".encode(), report)
    assert parsed.kind == "yaml"
    return make_article(parsed, path, report)


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
