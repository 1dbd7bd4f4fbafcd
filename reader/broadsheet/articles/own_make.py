"""Files of our own make -> articles as the index needs them, in half the time.

One pattern reads front matter in which each field is written as our own make writes it, in any
order, and nothing is wrong with it. Of pictures and related items, no more is read than the index
keeps. Any other file is left to the general way, which comes to the same article.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from broadsheet.articles.addresses import address, clean_url
from broadsheet.articles.article_keys import depends_on_rule
from broadsheet.articles.body import body_format
from broadsheet.articles.dates import read_date
from broadsheet.articles.frontmatter import PLAIN_CLOSING, PLAIN_OPENING, FrontMatter
from broadsheet.articles.make_article import DEFAULT_TYPE
from broadsheet.articles.metadata_list import read_metadata_list
from broadsheet.articles.model import Article, Image, Precision, Provider, Related
from broadsheet.articles.plain_yaml import QUOTED_PLAINLY, UNQUOTED, parse_plain, unescaped
from broadsheet.articles.problem_report import ProblemReport
from broadsheet.articles.related_titles import DOMAIN, INTEGER, NAME, QUOTED, related_titles
from broadsheet.articles.values import Values
from broadsheet.articles.where_from import date_of_file
from broadsheet.text.door import clean_line, clean_text
from broadsheet.text.patterns import compiled_later

_LONGEST = 50_000
"""Characters of a file: within these, no limit of the general way is passed."""

_SHORT = 400
"""Characters of what many files share: it is kept for the next."""

_PLAINLY = f'"{QUOTED_PLAINLY}"'
_USUAL = "(?=https?://[A-Za-z0-9])"
_SIZE = "(?:0|[1-9][0-9]{0,17}+)"
_PICTURES = (
    rf'(?:  - url: (?:"{_USUAL}{QUOTED_PLAINLY}"|{_USUAL}{UNQUOTED})\n'
    rf"(?:    width: {_SIZE}\n)?+(?:    height: {_SIZE}\n)?+"
    r"(?:    isCached: (?:true|false)\n)?+){1,20}+"
)
_INDENTED = r"(?:  [^\n]*+\n)++"
_ON_THE_LINE = {
    "title": QUOTED,
    "excerpt": QUOTED,
    "publishedDateTime": "[0-9]{4}-[0-9T:.-]++Z",
    **dict.fromkeys(("originalUrl", "webUrl", "ampWebUrl", "cdnAmpWebUrl", "feed"), _PLAINLY),
    **dict.fromkeys(("type", "category"), NAME),
    **dict.fromkeys(("quality", "heat"), INTEGER),
    "published": "true|false",
    **dict.fromkeys(("featuredContent", "secured", "guid"), QUOTED),
    **dict.fromkeys(("price", "length"), f"{UNQUOTED}|{_PLAINLY}"),
}
_BELOW = {
    "images": _PICTURES,
    "provider": (
        rf"  name: {NAME}\n(?:  domain: (?:{DOMAIN}|{_PLAINLY})\n)?+"
        rf"(?:  authors:\n(?:    - name: {NAME}\n)++)?+"
    ),
    **dict.fromkeys(("authors", "topics", "related", "actions", "enclosures"), _INDENTED),
}


def _pattern() -> str:
    """Return a pattern with a group for each field, which has it once at most."""
    names = [*_ON_THE_LINE, *_BELOW]
    once = {name: f"(?({group})(?!)|)" for group, name in enumerate(names, 1)}
    fields = [rf"{name}: {once[name]}({value})\n" for name, value in _ON_THE_LINE.items()]
    fields += [rf"{name}:\n{once[name]}({lines})" for name, lines in _BELOW.items()]
    return rf"(?:(?:{'|'.join(fields)})\n*+)*"


_FIELDS = compiled_later(_pattern())
_SOME_PICTURE = Image("")
_ANY_NAME = "name"
_MARKED = ('"#', '"[', '"~')
"""How names begin that other makes mark as such: then it matters which fields there are."""

_Value = TypeVar("_Value")


def own_article(path: str, content: bytes) -> Article | None:
    """Return what `judge` makes of the content of a file, without fields and items.

    Videos and encrypted text are left out, too. None where the general way must be taken.
    """
    found = _groups_and_body(content)
    if found is None or "_index." in path:
        return None
    (written, excerpt, date, url, web_url, amp_url, cdn_amp_url, feed, *more), body = found
    kind, category, quality, heat, published, _, _, _, _, _, pictures, *blocks = more
    publisher, people, topics, related, *others = blocks
    if max(map(len, (kind, category, publisher, people, topics))) > _SHORT:
        return None
    title = clean_line(_unquoted(written))
    excerpt = clean_text(_unquoted(excerpt)).strip()
    own_url = (url or web_url)[1:-1]
    moment = read_date(date) if date else date_of_file(path)
    provider, authors, names = _provider(publisher), _names(people), _names(topics)
    titles = related_titles(related) if related else ()
    if (
        not (title and excerpt and own_url and provider)
        or address(own_url) != own_url
        or depends_on_rule(own_url)
        or (date and moment is None)
        or authors is None
        or names is None
        or titles is None
        or category.startswith(_MARKED)
        or not all(map(_is_plain, filter(None, others)))
    ):
        return None
    # By place: by name it takes three times as long.
    return Article(
        path,
        title,
        excerpt,
        False,
        moment.at if moment else None,
        moment.precision if moment else Precision.TIME,
        own_url,
        web_url and clean_url(web_url[1:-1]),
        amp_url and clean_url(amp_url[1:-1]),
        cdn_amp_url and clean_url(cdn_amp_url[1:-1]),
        _line(kind) or DEFAULT_TYPE,
        _line(category),
        int(quality) if quality else None,
        int(heat) if heat else None,
        published == "true" if published else None,
        False,
        provider,
        authors or provider.authors,
        feed and address(feed[1:-1]),
        names,
        (_SOME_PICTURE,) * (pictures.count("\n  - ") + bool(pictures)),
        tuple([Related(clean_line(item)) for item in titles]),
        body=body and clean_text(body, decode_entities=False),
        body_format=body_format(body, path),
    )


def _groups_and_body(content: bytes) -> tuple[tuple[str, ...], str] | None:
    """Return the groups of `_FIELDS` and the body, if all of the front matter is matched."""
    if len(content) > _LONGEST or not content.startswith(b"---\n"):
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    end = text.find(PLAIN_CLOSING) + 1
    source = text[len(PLAIN_OPENING) : end]
    found = _FIELDS.fullmatch(source)
    # A template has double brackets.
    is_template = ("{" in source and "{{" in source) or ("<" in source and "<%" in source)
    if found is None or is_template or "\r" in text:
        return None
    body = text[end + len(PLAIN_OPENING) :].strip()
    if body and read_metadata_list(body):
        return None
    return found.groups(""), body


def _unquoted(written: str) -> str:
    return str(unescaped(written)) if "\\" in written else written[1:-1]


@lru_cache(maxsize=1024)
def _line(written: str) -> str:
    return clean_line(_unquoted(written) if written[:1] == '"' else written)


@lru_cache(maxsize=1024)
def _provider(lines: str) -> Provider | None:
    """Return the publisher that these lines describe; None if they have none, or a problem."""
    provider = _read(lines, Values.provider)
    return provider if provider and (provider.name or provider.domain) else None


@lru_cache(maxsize=1024)
def _names(lines: str) -> tuple[str, ...] | None:
    """Return the names in the lines of a list; None if they have a problem."""
    return _read(lines, Values.names) if lines else ()


def _read(lines: str, read: Callable[[Values, str], _Value]) -> _Value | None:
    """Return what `read` makes of the lines below a name; None if they have a problem."""
    fields = parse_plain(f"{_ANY_NAME}:\n{lines}")
    if not fields:
        return None
    report = ProblemReport("")
    value = read(Values(fields, FrontMatter("yaml", fields, ""), report), _ANY_NAME)
    return None if report.problems() else value


def _is_plain(lines: str) -> bool:
    return parse_plain(f"{_ANY_NAME}:\n{lines}") is not None
