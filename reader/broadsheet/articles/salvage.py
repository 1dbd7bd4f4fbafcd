"""Front matter that is not valid YAML -> whatever of it can be read."""

import re
import textwrap

from broadsheet.articles.fields import NAMES, key
from broadsheet.articles.problem_report import ProblemReport
from broadsheet.articles.yaml_reader import UNFIT, FrontMatterError, LimitError, parse_yaml

MAX_FIELDS = 1_000
MAX_PARSED = 4 * 1024 * 1024  # characters, all attempts together: about a second
LINE_COST = 64  # characters that parsing a line alone counts for, besides its own

_NAME = r"""(?:"[^"\n]*"|'[^'\n]*'|(?:[^\s"'#&*!|>%@`{}\[\],?:-]|[?-](?=\S))[^:\n]*)"""
_FIELD = re.compile(rf"(?P<name>{_NAME})[ \t]*:(?=\s|\Z)")
_FIELD_WITHOUT_SPACE = re.compile(r"[A-Za-z_][\w-]*:(?=[^\s:/])")
_TAB_INDENTS = re.compile(r" *\t+[ \t]*\S")
# A line's indent and dashes, perhaps a name, and its value.
_LINE = re.compile(
    rf"(?P<head>[ \t]*(?:-[ \t]+(?:-[ \t]+)*(?:{_NAME}[ \t]*:[ \t]+)?|{_NAME}[ \t]*:[ \t]+))"
    r"(?P<value>.*\S)"
)

_LISTS = {key(name) for field in ("topics", "category", "authors") for name in NAMES[field]}
"""Fields of names: the signs of a list are no part of these."""

# Why a value that begins so cannot be read, where the parser only says that something follows it.
_REASONS = {
    '"': "the quotation marks do not match",
    "'": "the quotation marks do not match",
    "[": "a [list] is not closed, or text that begins with [ needs quotes",
    "{": "a {mapping} is not closed, or text that begins with { needs quotes",
}


def salvage(source: str, first_line: int, report: ProblemReport) -> tuple[dict[str, object], str]:
    """Read field by field what cannot be read together.

    A value that is broken becomes the plain text that stands there, a line that fits nowhere is
    left out, and the rest is kept; each is noted in `report`, where `first_line` is the line of the
    file at which `source` begins. Also returns the corrected source, line for line.
    """
    duplicates: list[tuple[str, int]] = []
    try:
        fields = parse_yaml(source, duplicates)
    except FrontMatterError:
        correction = _Correction(textwrap.dedent(source).split("\n"), first_line, report)
        return correction.read(), "\n".join(correction.lines)
    for name, line in duplicates:
        report.add("this is here twice: the last one counts", first_line + line, name)
    return fields, source


class _Correction:
    """The lines of one front matter while they are changed into what YAML can read."""

    def __init__(self, lines: list[str], first_line: int, report: ProblemReport) -> None:
        self.lines = lines
        self._first_line = first_line
        self._report = report
        self._budget = MAX_PARSED

    def read(self) -> dict[str, object]:
        """Return every field that can be had; `lines` are then what they were read from."""
        starts = self._starts()
        if not starts:
            return {}
        for n in range(starts[0]):
            self._leave_out(n, UNFIT)
        fields: dict[str, object] = {}
        for start, end in zip(starts, [*starts[1:], len(self.lines)], strict=True):
            if self._budget <= 0:
                self._note(start, "too much above is broken: nothing is read from here on")
                break
            name = self._name(start)
            if name in fields:
                self._note(start, "this is here twice: the last one counts", name)
            fields |= self._block(start, end)
        return fields

    def _starts(self) -> list[int]:
        """Find the lines at which a field begins; what is below each, up to the next, is its."""
        starts = []
        for n, line in enumerate(self.lines):
            if _FIELD.match(line):
                starts.append(n)
            elif missing := _FIELD_WITHOUT_SPACE.match(line):
                self._note(n, "a space is missing after the colon", missing[0].rstrip(":"))
                self.lines[n] = f"{missing[0]} {line[missing.end() :]}"
                starts.append(n)
            if len(starts) > MAX_FIELDS:
                self._note(n, f"only the first {MAX_FIELDS:,} fields are read")
                del self.lines[n:]
                return starts[:-1]
        return starts

    def _block(self, start: int, end: int) -> dict[str, object]:
        """Read one field, correcting a line at a time until it can be read."""
        sound: set[int] = set()
        while self._budget > 0:
            text = "\n".join(self.lines[start:end])
            self._budget -= len(text) + LINE_COST
            duplicates: list[tuple[str, int]] = []
            try:
                fields = parse_yaml(text, duplicates)
            except LimitError as error:
                self._note(start, f"{error.reason}; left out", self._name(start))
                self.lines[start:end] = [""] * (end - start)
                return {}
            except FrontMatterError as error:
                if not self._correct(start, start + error.line, sound):
                    break
                continue
            for name, line in duplicates:
                self._note(start + line, "this is here twice: the last one counts", name)
            return fields
        return self._first_line_only(start, end)

    def _correct(self, start: int, at: int, sound: set[int]) -> bool:
        """Change the line that keeps the field at `start` from being read; False if none can be.

        The parser stumbled `at` a line, but what it stumbles over may begin above.
        """
        if _TAB_INDENTS.match(self.lines[at]):
            self._note(at, "indent with spaces, not with a tab", self._name(start))
            self.lines[start:] = [_without_tabs(line) for line in self.lines[start:]]
            return True
        for n in range(at, start - 1, -1):
            if n not in sound and self._quotes_line(n, start):
                return True
            sound.add(n)
        if at == start or not self.lines[at]:
            return False
        is_below = self.lines[at].startswith((" ", "-"))
        self._leave_out(at, UNFIT, self._name(start) if is_below else "")
        return True

    def _quotes_line(self, n: int, start: int) -> bool:
        """Put line `n` in quotes if it cannot be read even alone."""
        line = _LINE.fullmatch(self.lines[n].rstrip())
        if line is None:
            return False
        self._budget -= len(line["value"]) + LINE_COST
        try:
            parse_yaml(f"value: {line['value']}")
        except FrontMatterError as error:
            reason = error.reason
            if reason == UNFIT:
                reason = _REASONS.get(line["value"][0], UNFIT)
            self._note(n, f"{reason}; read as plain text", self._name(start))
            value = line["value"]
            if key(self._name(start)) in _LISTS and value.startswith("["):
                value = _names_in(value)
            self.lines[n] = line["head"] + _quoted(value)
            return True
        return False

    def _first_line_only(self, start: int, end: int) -> dict[str, object]:
        name = self._name(start)
        text = self.lines[start].partition(":")[2].strip()
        self._note(start, "this cannot be read; its first line is read as plain text", name)
        self.lines[start:end] = [""] * (end - start)
        return {name: text}

    def _name(self, start: int) -> str:
        field = _FIELD.match(self.lines[start])
        return field["name"].strip("\"'") if field else ""

    def _leave_out(self, n: int, reason: str, field: str = "") -> None:
        if not self.lines[n].lstrip().startswith("#") and self.lines[n].strip():
            self._note(n, f"{reason}; left out", field)
        self.lines[n] = ""

    def _note(self, n: int, reason: str, field: str = "") -> None:
        self._report.add(reason, self._first_line + n, field)


def _names_in(broken_list: str) -> str:
    """Return the names in a list that is not closed, without the signs of the list."""
    names = (name.strip(" \t[]\"'") for name in broken_list.split(","))
    return ", ".join(filter(None, names))


def _without_tabs(line: str) -> str:
    content = line.lstrip(" \t")
    return line[: len(line) - len(content)].replace("\t", "  ") + content


def _quoted(value: str) -> str:
    """Quote what was meant as plain text; a stray quotation mark around it goes."""
    mark = value[:1]
    if mark and mark in "\"'":
        value = value[1:].removesuffix(mark)
    return "'" + value.replace("'", "''") + "'"
