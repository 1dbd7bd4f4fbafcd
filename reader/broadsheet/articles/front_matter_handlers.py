"""Handlers for python-frontmatter that read untrusted YAML, TOML and JSON."""

import json
import re

from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from broadsheet.articles.plain_yaml import parse_plain
from broadsheet.articles.problem_report import ProblemReport
from broadsheet.articles.salvage import salvage
from broadsheet.articles.salvage_lines import read_toml, salvage_json, salvage_toml
from broadsheet.articles.value_limits import within_limits
from broadsheet.articles.yaml_reader import FrontMatterError, parse_yaml
from broadsheet.text.door import scrub
from broadsheet.text.patterns import compiled
from broadsheet.text.written import Written

MAX_FRONT_MATTER = 256 * 1024  # characters

_OPENING = re.compile(r"(?:%[^\n]*\n\s*)*---[ \t]*(?:\n|\Z|(?<=[ \t])#[^\n]*(?:\n|\Z))")
# Begins with the end of the line above, which is quicker to find than "any line that".
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
# Front matter that nobody closed: fields, each with the lines that are indented below it.
_FIELDS = compiled(
    r"(?:[a-z_][\w-]*:(?:[ \t]++\S.*\n?|[ \t]*\n(?:- .*\n?)*+)(?:[ \t]++\S.*\n?)*+(?:[ \t]*\n)*+)+",
    re.ASCII | re.IGNORECASE,
)
_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)((?:\\u[dD][89a-fA-F][0-9a-fA-F]{2})+)")
_UNIT = re.compile(r"\\u([0-9a-fA-F]{4})")
_NOT_YAML = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOML_OPENING = re.compile(r"\+\+\+[ \t]*(?:\n|\Z)")
_TOML_CLOSING = re.compile(r"\n\+\+\+[ \t]*(?:\n|\Z)")
_TOML_FIELDS = re.compile(
    r"(?:[\w\"'.-]+[ \t]*=[^\n]*(?:\n|\Z)|\[[^\n]*(?:\n|\Z)|#[^\n]*(?:\n|\Z))+"
)
_JSON_OPENING = re.compile(r"\{\s*(?:\"|\})")
_JSON_END = re.compile(r"^\}[ \t]*$|^[ \t]*$", re.MULTILINE)
_MAX_DIGITS = 19


class Matter(BaseHandler):
    """Base of the handlers, which notes where the text begins and what was read."""

    FM_BOUNDARY = re.compile(r"(?!)")  # each finds its own
    BEGINS_AT_LINE = 1

    def __init__(self, report: ProblemReport, lines_above: int) -> None:
        self.report = report
        self.first_line = lines_above + self.BEGINS_AT_LINE
        self.source = ""

    def _within_limit(self, source: str) -> str:
        if len(source) <= MAX_FRONT_MATTER:
            return source
        self.report.add(
            f"the front matter has {len(source):,} characters: "
            f"only the first {MAX_FRONT_MATTER:,} are read",
            self.first_line,
        )
        return source[: source.rfind("\n", 0, MAX_FRONT_MATTER) + 1]


class YamlMatter(Matter, YAMLHandler):
    """YAML between lines of `---`."""

    BEGINS_AT_LINE = 2

    def split(self, text: str) -> tuple[str, str]:
        """Cut at the first line that is `---`: python-frontmatter would take `----` for one, too.

        Raises ValueError, as python-frontmatter expects, if there is no front matter.
        """
        opening = _OPENING.match(text)
        if opening is None:
            raise ValueError("no front matter")
        begin = opening.end()
        if begin > len("---\n"):
            self.first_line += max(0, opening[0].count("\n") - 1)  # directives stand above
        closing = _CLOSING.search(text, begin - 1)
        if closing is not None:
            source = text[begin : closing.start() + 1]
            if len(source) > MAX_FRONT_MATTER:
                source = self._within_limit(source)
            return source, text[closing.end() :]
        fields = _FIELDS.match(text, begin)
        if fields is None:
            raise ValueError("no front matter")
        self.report.add("the closing --- is missing", self.first_line - 1)
        return self._within_limit(fields[0]), text[fields.end() :]

    def load(self, fm: str, **_: object) -> dict[str, object]:
        """Read the fields; those that are not valid YAML are corrected as far as possible."""
        self.source = fm
        if (plain := parse_plain(fm)) is not None:
            return plain
        try:
            return parse_yaml(fm)
        except FrontMatterError:
            fm = self._without_controls(_joined_surrogates(fm))
            fields, self.source = salvage(fm, self.first_line, self.report)
            return fields

    def _without_controls(self, source: str) -> str:
        found = _NOT_YAML.search(source)
        if found is None:
            return source
        line = self.first_line + source.count("\n", 0, found.start())
        self.report.add("control characters were removed", line)
        lines = [scrub(line, decode_entities=False) for line in source.split("\n")]
        return "\n".join(line.replace("\n", " ") for line in lines)


class TomlMatter(Matter):
    """TOML between lines of `+++`."""

    BEGINS_AT_LINE = 2

    def split(self, text: str) -> tuple[str, str]:
        """Cut at the second line that is `+++`; raises ValueError where there is no first."""
        opening = _TOML_OPENING.match(text)
        if opening is None:
            raise ValueError("no front matter")
        begin = opening.end()
        closing = _TOML_CLOSING.search(text, begin - 1)
        if closing is not None:
            return self._within_limit(text[begin : closing.start() + 1]), text[closing.end() :]
        fields = _TOML_FIELDS.match(text, begin)
        if fields is None:
            raise ValueError("no front matter")
        self.report.add("the closing +++ is missing", self.first_line - 1)
        return self._within_limit(fields[0]), text[fields.end() :]

    def load(self, fm: str, **_: object) -> dict[str, object]:
        """Read the fields, one by one where they are not TOML together."""
        self.source = fm
        try:
            fields = read_toml(fm, _written_float)
        except (ValueError, RecursionError):
            fields = salvage_toml(_joined_surrogates(fm), self.first_line, self.report)
        return within_limits(fields, self.first_line, self.report)


class JsonMatter(Matter, JSONHandler):
    """A JSON object, then the body."""

    def split(self, text: str) -> tuple[str, str]:
        """Cut where the object ends; raises ValueError where the text does not begin with one."""
        if not _JSON_OPENING.match(text):
            raise ValueError("no front matter")
        try:
            _, end = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            closing = _JSON_END.search(text)
            end = closing.end() if closing else len(text)
        return self._within_limit(text[:end]), text[end:]

    def load(self, fm: str, **_: object) -> dict[str, object]:
        """Read the fields, line by line where they are not JSON together."""
        self.source = fm
        try:
            fields = json.loads(fm, parse_float=_written_float, parse_int=_written_integer)
        except (ValueError, RecursionError):
            fields = salvage_json(fm, self.first_line, self.report)
        return within_limits(fields, self.first_line, self.report)


def _written_float(text: str) -> float | str:
    number = float(text)
    return number if str(number) == text else Written(text, number)


def _written_integer(text: str) -> int | str:
    return int(text) if len(text) <= _MAX_DIGITS else text


def _joined_surrogates(source: str) -> str:
    r"""Write the character itself for `\ud83d\ude00`, as JSON has it and YAML does not."""

    def joined(match: re.Match[str]) -> str:
        units = bytes.fromhex("".join(_UNIT.findall(match[2])))
        return match[1] + units.decode("utf-16-be", "replace")

    return _SURROGATES.sub(joined, source)
