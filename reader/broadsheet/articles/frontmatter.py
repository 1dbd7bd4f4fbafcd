"""The bytes of a file -> its front matter, as a mapping, and its body."""

import codecs
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import frontmatter

from broadsheet.articles.front_matter_handlers import (
    MAX_FRONT_MATTER,
    JsonMatter,
    Matter,
    TomlMatter,
    YamlMatter,
)
from broadsheet.articles.headers import HeaderMatter, PropertyMatter
from broadsheet.articles.metadata_list import read_metadata_list
from broadsheet.articles.plain_yaml import parse_plain
from broadsheet.articles.problem_report import ProblemReport
from broadsheet.articles.yaml_reader import Places

MAX_FILE = 8 * 1024 * 1024  # bytes

Kind = Literal["yaml", "toml", "json", "properties", "headers", "list", "none"]

_Makes = tuple[tuple[Kind, Callable[[ProblemReport, int], Matter]], ...]
PLAIN_OPENING = "---\n"
PLAIN_CLOSING = "\n---\n"

_UNMARKED: _Makes = (("properties", PropertyMatter), ("headers", HeaderMatter))
_MAKES: dict[str, _Makes] = {  # by the first character
    "-": (("yaml", YamlMatter), *_UNMARKED),
    "%": (("yaml", YamlMatter),),
    "+": (("toml", TomlMatter),),
    "{": (("json", JsonMatter),),
}


@dataclass(frozen=True)
class FrontMatter:
    """What a file says about itself, and the body below.

    `source` is the text that `fields` were read from; where that had to be corrected, the corrected
    text, line for line. `first_line` is the line of the file at which it begins. Of kind `none`
    there are no fields, and the body is all of the text.
    """

    kind: Kind
    fields: dict[str, object]
    body: str
    source: str = ""
    first_line: int = 1

    def line_of(self, where: Sequence[str | int]) -> int | None:
        """Return the line of the file at which the value at `where` stands: ("images", 2)."""
        line = self._places.line(where) if self.kind == "yaml" else self._line_of_name(where)
        return None if line is None else self.first_line + line

    @cached_property
    def _places(self) -> Places:
        return Places(self.source)

    def _line_of_name(self, where: Sequence[str | int]) -> int | None:
        found = None
        begin = 0
        for name in where:
            if isinstance(name, str):
                pattern = rf"^[\s{{\[]*[\"']?{re.escape(name)}[\"']?\s*(?:::?|=|\])"
                line = re.compile(pattern, re.MULTILINE).search(self.source, begin)
                if line is None:
                    break
                found = begin = line.end()
        return None if found is None else self.source.count("\n", 0, found)


def read_front_matter(data: bytes, report: ProblemReport) -> FrontMatter:
    """Split and parse a file's bytes.

    Nothing is raised, whatever the bytes are: what is lost is noted in `report`. Of files above
    `MAX_FILE` only the beginning is read.
    """
    text = decode(data, report)
    return _with_metadata_list(_plain(text) or _marked(text, report), text)


def _marked(text: str, report: ProblemReport) -> FrontMatter:
    above = len(text) - len(text.lstrip())
    lines_above = text.count("\n", 0, above)
    first = text[above : above + 1]
    makes = _MAKES.get(first) or (_UNMARKED if first.isalpha() else ())
    for kind, make in makes:
        handler = make(report, lines_above)
        fields, body = frontmatter.parse(text, handler=handler)
        if fields:
            return FrontMatter(kind, fields, body, handler.source, handler.first_line)
    return FrontMatter("none", {}, text.strip())


def _with_metadata_list(front: FrontMatter, text: str) -> FrontMatter:
    """Add what a list at the beginning of the body says; a field of the front matter wins."""
    found = read_metadata_list(front.body) if front.body else None
    if found is None:
        return front
    body = front.body[found.end :].strip()
    if front.kind != "none":
        fields = front.fields | found.fields | front.fields  # in this order, too
        return replace(front, fields=fields, body=body)
    above = text.count("\n", 0, len(text) - len(text.lstrip()))
    return FrontMatter("list", found.fields, body, found.source, above + found.line + 1)


def _plain(text: str) -> FrontMatter | None:
    """Return the plain YAML with which almost every file begins; None for any other beginning.

    The same would come of the general way, which takes longer to get there.
    """
    if not text.startswith(PLAIN_OPENING):
        return None
    begin = len(PLAIN_OPENING)
    end = text.find(PLAIN_CLOSING, begin - 1) + 1
    if not 0 < end - begin <= MAX_FRONT_MATTER:
        return None
    source = text[begin:end]
    fields = parse_plain(source)
    if not fields:
        return None
    body = text[end + len(PLAIN_OPENING) :].strip()
    return FrontMatter("yaml", fields, body, source, first_line=2)


def decode(data: bytes, report: ProblemReport) -> str:
    """Turn a file's bytes into text: UTF-8, or UTF-16 with a byte order mark; lines end in LF."""
    is_complete = len(data) <= MAX_FILE
    if not is_complete:
        limit = f"{MAX_FILE // 1024**2} MB"
        report.add(f"the file is larger than {limit}: only the first {limit} are read")
        data = data[:MAX_FILE]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decode_bytes, encoding = codecs.utf_16_decode, "UTF-16"
    else:
        decode_bytes, encoding = codecs.utf_8_decode, "UTF-8"
        data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return _one_line_end(decode_bytes(data, "strict", is_complete)[0])
    except UnicodeDecodeError as error:
        above = _one_line_end(decode_bytes(data[: error.start], "strict", False)[0])
        reason = (
            f"not all of this is {encoding} text: \N{REPLACEMENT CHARACTER} stands for the rest"
        )
        report.add(reason, above.count("\n") + 1)
        return _one_line_end(decode_bytes(data, "replace", True)[0])


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
