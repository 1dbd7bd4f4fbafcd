"""Values of front matter -> values of the model, with a problem noted where that is impossible."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from broadsheet.articles.addresses import clean_url, publisher_domain
from broadsheet.articles.dates import Date, read_date
from broadsheet.articles.fields import Where
from broadsheet.articles.frontmatter import FrontMatter
from broadsheet.articles.model import Image, Precision, Provider, Related
from broadsheet.articles.names import plain_name, split_names
from broadsheet.articles.problem_report import ProblemReport
from broadsheet.articles.sound_items import MAX_ITEMS, are_sound, is_sound_image, is_sound_related
from broadsheet.text.door import clean_line, clean_text
from broadsheet.text.written import Written

MAX_SHARED = 200  # characters of a publisher that is kept for the next article
MAX_QUOTED = 40  # characters of a broken value, in the problem that it causes

INTEGER = re.compile(r"([-+]?[0-9]{1,19})(?:\.0*)?", re.ASCII)
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1  # what SQLite can hold
TRUTHS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
URL_NAMES = ("url", "src", "image", "path")  # of a picture, in order
_WIKI_LINK = re.compile(r"\s*\[\[(.*)\]\]\s*\Z")
_MARKS_OF_NAMES = ("#", "[", "~")


_SOME_IMAGE = Image("")
_AS_NAMED: Mapping[str, Where] = MappingProxyType({})


class Values:
    """Takes a mapping of one file's front matter apart, by the files' own names.

    Each method returns an empty value where the file has none or a broken one; the latter is noted
    in the report. Where the meaning is certain, however oddly it is written, nothing is noted.
    `where` says where in the front matter the mapping stands: ("related", 2, "provider"). Without
    `with_items`, pictures and related items are looked at no more than it takes to note their
    problems: there are as many, and they may have nothing but a title.
    """

    __slots__ = ("_fields", "_front", "_places", "_report", "_where", "_with_items")

    def __init__(
        self,
        fields: Mapping[str, object],
        front: FrontMatter,
        report: ProblemReport,
        where: Where = (),
        places: Mapping[str, Where] = _AS_NAMED,
        *,
        with_items: bool = True,
    ) -> None:
        self._fields = fields
        self._front = front
        self._report = report
        self._where = where
        self._places = places
        self._with_items = with_items

    def raw(self, name: str) -> str:
        """Return a text as the file has it, safe for nothing yet; a number is text, too."""
        value = self._fields.get(name, "")
        if type(value) is str:  # almost always, and quicker to tell than what is below
            return value
        if isinstance(value, str):
            return "" if is_null(value) and name != "title" else str(value)
        if isinstance(value, (dict, list)):
            self._lost(value, self._at(name), "text")
            return ""
        return "" if value is None else _written(value)

    def line(self, name: str) -> str:
        """Return a text of one line."""
        text = self.raw(name)
        return clean_line(text) if text else ""

    def text(self, name: str) -> str:
        """Return a text of any number of lines."""
        text = self.raw(name)
        return clean_text(text).strip() if text else ""

    def url(self, name: str) -> str:
        """Return an address as the file has it, safe to show and not yet judged."""
        text = self.raw(name)
        return clean_url(text) if text else ""

    def title(self) -> str:
        """Return the title of what the mapping describes, or its name."""
        return self.line("title") or self.line("name")

    def integer(self, name: str) -> int | None:
        """Return a whole number that SQLite can hold."""
        value = self._fields.get(name)
        if value is None:
            return None
        if type(value) is int and _SMALLEST <= value <= _LARGEST:  # not a bool
            return value
        value = meaning(value)
        if value is None or value == "":
            return None
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            written = INTEGER.fullmatch(str(value).strip())
            if written and _SMALLEST <= (number := int(written[1])) <= _LARGEST:
                return number
        self._lost(value, self._at(name), "a whole number")
        return None

    def truth(self, name: str) -> bool | None:
        """Return whether something is so."""
        value = self._fields.get(name)
        if value is None or isinstance(value, bool):
            return value
        value = meaning(value)
        if value is None or isinstance(value, bool):
            return value
        truth = TRUTHS.get(str(value).strip().lower())
        if truth is None and value != "":
            self._lost(value, self._at(name), "true or false")
        return truth

    def date(self, name: str) -> Date | None:
        """Return a date and how exact it is, see `read_date`."""
        value = self._fields.get(name)
        if value is None:
            return None
        if type(value) is str and (date := read_date(value)):
            return date
        if is_absent(value):
            return None
        if (text := date_text(value)) and (date := read_date(text)):
            return date
        self._lost(value, self._at(name), "a date such as 2023-11-06T20:09:00Z")
        return None

    def names(self, name: str) -> tuple[str, ...]:
        """Return names, each once; see `names_in`."""
        value = self._fields.get(name)
        if not value:
            return ()
        if type(value) is list and len(value) <= MAX_ITEMS and (found := _plain_names(value)):
            return found
        return tuple(dict.fromkeys(self.names_in(value, self._at(name))))

    def names_in(
        self, value: object, where: Where, *, at_spaces: bool = False, quietly: bool = False
    ) -> Iterator[str]:
        """Yield the names in a list, or in a text that lists them.

        An item is plain text, or a mapping with a `name` or `title`. `at_spaces` splits a text
        without commas at spaces; `quietly` notes nothing.
        """
        if isinstance(value, str) and not is_null(value):
            items: Sequence[tuple[Where, object]] = [
                (where, part) for part in split_names(value, at_spaces=at_spaces)
            ][:MAX_ITEMS]
        else:
            items = self._items_in(value, where)
        for place, item in items:
            if isinstance(item, str):
                text = clean_line(str(item))
            elif isinstance(item, dict):
                inner = self._inner(item, place)
                text = inner.line("name") or inner.line("title")  # that of an author may be a job
            elif isinstance(item, list):
                if not quietly:
                    self._lost(item, place, "text")
                continue
            else:
                text = clean_line(_written(item))
            if text[:1] in _MARKS_OF_NAMES:
                text = plain_name(text)
            if text:
                yield text

    def images(self, name: str) -> tuple[Image, ...]:
        """Return pictures: a list of mappings with a `url` or of addresses, or one of them."""
        value = self._fields.get(name)
        if not value:
            return ()
        if not self._with_items and are_sound(value, is_sound_image):
            return (_SOME_IMAGE,) * len(value)
        items = self._items_in(value, self._at(name))
        return tuple([image for where, item in items if (image := self._image(item, where))])

    def provider(self, name: str) -> Provider:
        """Return who published something: a mapping, or only a name."""
        value = self._fields.get(name)
        if not isinstance(value, dict):
            line = self.line(name)
            return Provider("", host) if (host := publisher_domain(line)) else Provider(line)
        known, domain = value.get("name"), value.get("domain")
        if (
            isinstance(known, str)
            and isinstance(domain, str)
            and len(value) == 2
            and len(known) + len(domain) <= MAX_SHARED
        ):
            return _shared_provider(known, domain)
        provider = self._inner(value, self._at(name))
        return Provider(
            name=provider.line("name") or provider.line("title"),
            domain=provider.line("domain") or publisher_domain(provider.url("url")),
            images=provider.images("images"),
            authors=provider.names("authors"),
        )

    def related(self, name: str) -> tuple[Related, ...]:
        """Return a list of related items; each has a title or an address."""
        value = self._fields.get(name)
        if not self._with_items and are_sound(value, is_sound_related):
            return tuple([Related(clean_line(item["title"])) for item in value])
        items = self._listed(name)
        return tuple([item for where, each in items if (item := self._related(each, where))])

    def _related(self, item: object, where: Where) -> Related | None:
        if isinstance(item, dict):
            inner = self._inner(item, where)
            url = inner.url("webUrl") or inner.url("originalUrl") or inner.url("url")
            if title := inner.title() or url:
                date = inner.date("publishedDateTime")
                return Related(
                    title=title,
                    url=url,
                    excerpt=inner.text("excerpt"),
                    published_at=date.at if date else None,
                    published_precision=date.precision if date else Precision.TIME,
                    type=inner.line("type"),
                    provider=inner.provider("provider"),
                    quality=inner.integer("quality"),
                    images=inner.images("images"),
                )
        self._lost(item, where, "the title and webUrl of an article")
        return None

    def _image(self, item: object, where: Where) -> Image | None:
        if type(item) is dict and (plain := _plain_image(item)):
            return plain
        inner = self._inner(item if isinstance(item, dict) else {"url": item}, where)
        url = "" if isinstance(item, list) else inner.url("url")
        if not url and isinstance(item, dict):
            url = next(filter(None, map(inner.url, URL_NAMES)), "")
        if not url:
            self._lost(item, where, "an image with a url")
            return None
        return Image(
            url=url,
            title=inner.line("title") or inner.line("alt"),
            width=inner.integer("width"),
            height=inner.integer("height"),
            is_cached=inner.truth("isCached") or False,
        )

    def _inner(self, fields: Mapping[str, object], where: Where) -> "Values":
        return Values(fields, self._front, self._report, where, with_items=self._with_items)

    def _listed(self, name: str) -> Sequence[tuple[Where, object]]:
        value = self._fields.get(name)
        if not value:
            return ()
        if not (isinstance(value, list) or is_absent(value)):
            reason = f"expected a list: {_quoted(value)} is taken as its only item"
            self._note(reason, self._at(name))
        return self._items_in(value, self._at(name))

    def _items_in(self, value: object, where: Where) -> Sequence[tuple[Where, object]]:
        """Return what is in a list, and where; what is no list counts as a list of one."""
        if not isinstance(value, list):
            return () if is_absent(value) else ((where, value),)
        items = [
            ((*where, n), item) for n, item in enumerate(value) if item is not None and item != ""
        ]
        if len(items) > MAX_ITEMS:
            self._note(f"only the first {MAX_ITEMS} of {len(items):,} items are read", where)
        return items[:MAX_ITEMS]

    def _at(self, name: str) -> Where:
        return self._places.get(name) or (*self._where, name)

    def _lost(self, value: object, where: Where, expected: str) -> None:
        self._note(f"expected {expected}, got {_quoted(value)}", where)

    def _note(self, reason: str, where: Where) -> None:
        name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where)
        self._report.add(reason, self._front.line_of(where), name.removeprefix("."))


def is_null(value: object) -> bool:
    """Tell whether a value is a written `null`, which programs write for no value."""
    return isinstance(value, Written) and value.value is None


def is_absent(value: object) -> bool:
    """Tell whether a field has no value."""
    return value is None or value == "" or is_null(value)


def meaning(value: object) -> object:
    """Return a value as it counts where no text is expected."""
    return value.value if isinstance(value, Written) else value


def date_text(value: object) -> str:
    """Return what may be read as a date of a value; in a vault a date may be a link."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = str(value)
    link = _WIKI_LINK.match(text) if "[[" in text else None
    return link[1] if link else text


def _plain_image(item: Mapping[str, object]) -> Image | None:
    """Return a picture that needs no more reading, as almost all are; None for others."""
    url, title, cached = item.get("url"), item.get("title", ""), item.get("isCached", False)
    width, height = item.get("width"), item.get("height")
    if (
        type(url) is str
        and url
        and type(title) is str
        and (title or "alt" not in item)
        and type(width) is int
        and type(height) is int
        and -_LARGEST <= width <= _LARGEST
        and -_LARGEST <= height <= _LARGEST
        and type(cached) is bool
        and (clean := clean_url(url))
    ):
        return Image(clean, title and clean_line(title), width, height, cached)
    return None


def _plain_names(items: Sequence[object]) -> tuple[str, ...]:
    """Return what `names_in` yields of a list of plain text, sooner; nothing for other lists."""
    found: dict[str, None] = {}
    for item in items:
        if type(item) is not str:
            return ()
        text = clean_line(item)
        if text[:1] in _MARKS_OF_NAMES:
            text = plain_name(text)
        if text:
            found[text] = None
    return tuple(found)


@lru_cache(maxsize=1024)
def _shared_provider(name: str, domain: str) -> Provider:
    return Provider(clean_line(name), clean_line(domain))


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = _written(value)
    return f"“{text if len(text) <= MAX_QUOTED else text[:MAX_QUOTED] + '…'}”"
