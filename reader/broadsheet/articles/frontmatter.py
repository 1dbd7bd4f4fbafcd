"""The bytes of a file -> its front matter, as a mapping, and its body."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from broadsheet.articles.plain_yaml import parse_plain
from broadsheet.articles.report import Report
from broadsheet.articles.salvage import salvage
from broadsheet.articles.yaml_reader import FrontMatterError, Places, parse_yaml
from broadsheet.text.door import scrub

MAX_FILE = 8 * 1024 * 1024  # bytes
MAX_FRONT_MATTER = 256 * 1024  # characters

_OPENING = re.compile(r"(?:%[^\n]*\n\s*)*---[ \t]*(?:\n|\Z|(?<=[ \t])#[^\n]*(?:\n|\Z))")
# Begins with the end of the line above, which is quicker to find than "any line that".
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
# Front matter that nobody closed: fields, each with the lines that are indented below it.
_FIELDS = re.compile(
    r"(?:[a-z_][\w-]*:(?:[ \t]++\S.*\n?|[ \t]*\n(?:- .*\n?)*+)(?:[ \t]++\S.*\n?)*+(?:[ \t]*\n)*+)+",
    re.ASCII | re.IGNORECASE,
)
_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)((?:\\u[dD][89a-fA-F][0-9a-fA-F]{2})+)")
_UNIT = re.compile(r"\\u([0-9a-fA-F]{4})")
_NOT_YAML = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class FrontMatter:
    """What a file says about itself, and the body below.

    `source` is the text that `fields` were read from; where it had to be mended, the mended one,
    line for line. `first_line` is the line of the file at which it begins.
    """

    fields: dict[str, object]
    body: str
    source: str
    first_line: int

    def line_of(self, where: Sequence[str | int]) -> int | None:
        """Return the line of the file at which the value at `where` stands: ("images", 2)."""
        line = self._places.line(where)
        return None if line is None else self.first_line + line

    @cached_property
    def _places(self) -> Places:
        return Places(self.source)


class _Handler(YAMLHandler):
    """How python-frontmatter is to treat one file that nobody vouches for."""

    def __init__(self, report: Report, lines_above: int) -> None:
        super().__init__()
        self.source = ""
        self.first_line = lines_above + 2
        self._report = report

    def split(self, text: str) -> tuple[str, str]:
        """Cut at the first line that is `---`; its own pattern takes `----` for one, too.

        Raises ValueError, as python-frontmatter expects it, where there is no front matter.
        """
        opening = _OPENING.match(text)
        if opening is None:
            raise ValueError("no front matter")
        begin = opening.end()
        self.first_line += max(0, opening[0].count("\n") - 1)  # directives stand above
        closing = _CLOSING.search(text, begin - 1)
        if closing is not None:
            return self._within_limit(text[begin : closing.start() + 1]), text[closing.end() :]
        fields = _FIELDS.match(text, begin)
        if fields is None:
            raise ValueError("no front matter")
        self._report.add("the closing --- is missing", self.first_line - 1)
        return self._within_limit(fields[0]), text[fields.end() :]

    def load(self, fm: str, **_: object) -> dict[str, object]:
        """Read the fields, mending what cannot be read as it stands."""
        self.source = fm
        if (plain := parse_plain(fm)) is not None:
            return plain
        try:
            return parse_yaml(fm)
        except FrontMatterError:
            fm = self._without_controls(_joined_surrogates(fm))
            fields, self.source = salvage(fm, self.first_line, self._report)
            return fields

    def _without_controls(self, source: str) -> str:
        found = _NOT_YAML.search(source)
        if found is None:
            return source
        line = self.first_line + source.count("\n", 0, found.start())
        self._report.add("control characters were removed", line)
        lines = [scrub(line, decode_entities=False) for line in source.split("\n")]
        return "\n".join(line.replace("\n", " ") for line in lines)

    def _within_limit(self, source: str) -> str:
        if len(source) <= MAX_FRONT_MATTER:
            return source
        self._report.add(
            f"the front matter has {len(source):,} characters: "
            f"only the first {MAX_FRONT_MATTER:,} are read",
            self.first_line,
        )
        return source[: source.rfind("\n", 0, MAX_FRONT_MATTER) + 1]


def _joined_surrogates(source: str) -> str:
    r"""Write the character itself for `\ud83d\ude00`, as JSON has it and YAML does not."""

    def joined(match: re.Match[str]) -> str:
        units = bytes.fromhex("".join(_UNIT.findall(match[2])))
        return match[1] + units.decode("utf-16-be", "replace")

    return _SURROGATES.sub(joined, source)


def read_front_matter(data: bytes, report: Report) -> FrontMatter | None:
    """Split and parse a file's bytes; None where they do not begin with front matter.

    Nothing is raised, whatever the bytes are: what is lost is noted in `report`. Of files above
    `MAX_FILE` only the beginning is read.
    """
    text = decode(data, report)
    above = len(text) - len(text.lstrip())
    handler = _Handler(report, text.count("\n", 0, above))
    fields, body = frontmatter.parse(text, handler=handler)
    if not fields:
        return None
    return FrontMatter(fields, body, handler.source, handler.first_line)


def decode(data: bytes, report: Report) -> str:
    """Turn a file's bytes into text: UTF-8, or UTF-16 with a byte order mark; lines end in LF."""
    is_whole = len(data) <= MAX_FILE
    if not is_whole:
        limit = f"{MAX_FILE // 1024**2} MiB"
        report.add(f"the file is larger than {limit}: only the first {limit} are read")
        data = data[:MAX_FILE]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decode_bytes, encoding = codecs.utf_16_decode, "UTF-16"
    else:
        decode_bytes, encoding = codecs.utf_8_decode, "UTF-8"
        data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return _one_line_end(decode_bytes(data, "strict", is_whole)[0])
    except UnicodeDecodeError as error:
        above = _one_line_end(decode_bytes(data[: error.start], "strict", False)[0])
        reason = (
            f"not all of this is {encoding} text: \N{REPLACEMENT CHARACTER} stands for the rest"
        )
        report.add(reason, above.count("\n") + 1)
        return _one_line_end(decode_bytes(data, "replace", True)[0])


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
