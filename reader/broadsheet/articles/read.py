"""One file of a library -> one article."""

import os
import re
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from broadsheet.articles import reasons
from broadsheet.articles.fields import NAMES, arrange, key
from broadsheet.articles.folder_traits import PLAIN_FOLDER, FolderTraits
from broadsheet.articles.frontmatter import MAX_FILE, FrontMatter, decode, read_front_matter
from broadsheet.articles.make_article import make_article
from broadsheet.articles.model import Article, NotAnArticle, Unreadable
from broadsheet.articles.own_make import own_article
from broadsheet.articles.problem_report import ProblemReport
from broadsheet.text.door import clean_source
from broadsheet.untrusted_file import NOT_A_FILE, read_untrusted, reason

_HEADING = re.compile(r"#[ \t]+\S")
_PLACEHOLDER = re.compile(
    r"""^["']?([\w -]{1,40})["']?[ \t]*(?:::?|=)[ \t]*["']?(?:\{\{.*\}\}|<%.*%>)["']?,?[ \t]*$""",
    re.MULTILINE,
)
_LONGEST_SOURCE = 300_000
"""Bytes: to break 8 MB of combining marks into lines takes 20 s, during which no key is heard."""

_TEMPLATE_FIELDS = frozenset(
    key(name) for name in (*NAMES["title"], *NAMES["publishedDateTime"], *NAMES["later date"])
)
_OF_PROJECTS = frozenset(
    ("README", "LICENSE", "LICENCE", "CHANGELOG", "CONTRIBUTING", "SECURITY", "CODE_OF_CONDUCT")
)


class Loaded(NamedTuple):
    """What is in a file, or why it has no content.

    `status` is from the moment when the file was opened, None if it could not be.
    """

    content: bytes | NotAnArticle | Unreadable
    status: os.stat_result | None = None


class Parsed(NamedTuple):
    """The front matter and body of a file, and the report of what was lost so far."""

    front: FrontMatter
    report: ProblemReport


def read_article(
    root: Path,
    path: str,
    traits: FolderTraits = PLAIN_FOLDER,
    *,
    with_fields: bool = True,
    with_items: bool = True,
) -> Article | NotAnArticle | Unreadable:
    """Read the file at `path`, relative to the folder `root`.

    Nothing is raised, whatever the file holds: problems come with the article. It is quicker
    without what is not needed, see `make_article`: the same problems are found.
    """
    content = load(root, path).content
    return understand(path, content, traits, with_fields=with_fields, with_items=with_items)


def load(root: Path, path: str) -> Loaded:
    """Return what is in a file, of a huge one no more than its beginning; or why that is nothing.

    Pass the result to `understand`. Many files take a quarter less time if each of the three steps
    `load`, `parse` and `judge` is done for several before the next.
    """
    try:
        data, status = read_untrusted(f"{root}/{path}", MAX_FILE + 1)
    except OSError as error:
        report = ProblemReport(path)
        report.add(reason(error))
        return Loaded(Unreadable(path, report.problems()))
    content = NotAnArticle(path, NOT_A_FILE) if data is None else data
    return Loaded(content, status)


def understand(
    path: str,
    content: bytes | NotAnArticle | Unreadable,
    traits: FolderTraits = PLAIN_FOLDER,
    *,
    with_fields: bool = True,
    with_items: bool = True,
) -> Article | NotAnArticle | Unreadable:
    """Make of what was loaded what `read_article` returns."""
    parsed = parse(path, content)
    return judge(path, parsed, traits, with_fields=with_fields, with_items=with_items)


def parse(
    path: str, content: bytes | NotAnArticle | Unreadable
) -> Parsed | NotAnArticle | Unreadable:
    """Take apart what was loaded, for `judge`."""
    if not isinstance(content, bytes):
        return content
    report = ProblemReport(path)
    return Parsed(read_front_matter(content, report), report)


def parse_for_index(
    path: str, content: bytes | NotAnArticle | Unreadable
) -> Parsed | Article | NotAnArticle | Unreadable:
    """Take apart what was loaded, for `judge` without fields and items; our own make sooner."""
    article = own_article(path, content) if isinstance(content, bytes) else None
    return article or parse(path, content)


def judge(
    path: str,
    parsed: Parsed | Article | NotAnArticle | Unreadable,
    traits: FolderTraits = PLAIN_FOLDER,
    *,
    with_fields: bool = True,
    with_items: bool = True,
) -> Article | NotAnArticle | Unreadable:
    """Make of what was parsed what `read_article` returns."""
    if not isinstance(parsed, Parsed):
        return parsed
    front, report = parsed
    if (front.kind == "none" or "_index." in path) and (reason := _why_not(front, path, traits)):
        return NotAnArticle(path, reason)
    article = make_article(
        front, path, report, traits, with_fields=with_fields, with_items=with_items
    )
    if _is_template(front):
        reason = reasons.TEMPLATE
    elif article is None:
        if problems := report.problems():
            return Unreadable(path, problems)
        has_title = "title" in arrange(front.fields)
        reason = reasons.TITLE_ALONE if has_title else reasons.NEITHER_LINK_NOR_BODY
    elif traits.is_vault and not (article.url or article.published_at or any(article.provider)):
        reason = reasons.NOTE
    else:
        return article
    return NotAnArticle(path, reason)


def _why_not(front: FrontMatter, path: str, traits: FolderTraits) -> str:
    """Return why a file is no article whatever its fields say; empty where that is not so."""
    if PurePosixPath(path).stem == "_index":
        return reasons.SECTION_PAGE
    if front.kind != "none":
        return ""
    if not front.body:
        return reasons.EMPTY
    if not _HEADING.match(front.body) or PurePosixPath(path).stem.upper() in _OF_PROJECTS:
        return reasons.NO_FRONT_MATTER
    return "" if traits.has_headings_only else reasons.ONLY_A_HEADING


def _is_template(front: FrontMatter) -> bool:
    """Tell whether nothing but a placeholder stands for the title or a date."""
    source = front.source
    # A single character is found much sooner than two.
    if not (("{" in source and "{{" in source) or ("<" in source and "<%" in source)):
        return False
    lines = _PLACEHOLDER.finditer(source)
    return any(key(line[1]) in _TEMPLATE_FIELDS for line in lines)


def read_source(root: Path, path: str) -> str:
    """Return the text of a file with control characters drawn, or why it cannot be read.

    That of a long file is its beginning, and a last line that says so.
    """
    try:
        data, status = read_untrusted(f"{root}/{path}", _LONGEST_SOURCE)
    except OSError as error:
        return reason(error)
    if data is None:
        return NOT_A_FILE
    source = clean_source(decode(data, ProblemReport(path)))
    if status.st_size > _LONGEST_SOURCE:
        source += f"\n… {status.st_size - _LONGEST_SOURCE:,} more bytes of the file are not shown"
    return source
