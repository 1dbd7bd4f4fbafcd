"""Front matter without marks around it: Logseq's `key:: value`, and headers as in mail."""

import re

from broadsheet.articles.front_matter_handlers import MAX_FRONT_MATTER, Matter
from broadsheet.articles.problem_report import ProblemReport
from broadsheet.articles.yaml_reader import FrontMatterError, parse_yaml

_MAX_HEADERS = 200

_PROPERTY = re.compile(r"(?:- )?([^\W\d_][\w /-]{0,60})::(?:[ \t]+([^\n]*))?(?:\n|\Z)")
_HEADER = re.compile(r"([^\W\d_][\w -]{0,60}):(?:[ \t]+([^\n]*)|[ \t]*)(?:\n|\Z)")
_CONTINUED = re.compile(r"[ \t]+(\S[^\n]*)(?:\n|\Z)")
_END_OF_HEADERS = re.compile(r"[ \t]*(?:\n|\Z)|---+[ \t]*(?:\n|\Z)")
_DIVIDER = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
_TITLE = re.compile(r"^title[ \t]*:", re.IGNORECASE | re.MULTILINE)
_QUOTED = re.compile(r'"(.*)"|\'(.*)\'')


class _LinesOfFields(Matter):
    """Lines that are fields as soon as they are split from the body."""

    def __init__(self, report: ProblemReport, lines_above: int) -> None:
        super().__init__(report, lines_above)
        self._fields: dict[str, object] = {}

    def load(self, fm: str, **_: object) -> dict[str, object]:
        """Return the fields."""
        self.source = fm
        return self._fields


class PropertyMatter(_LinesOfFields):
    """Lines of `key:: value` at the beginning, as Logseq exports them."""

    def split(self, text: str) -> tuple[str, str]:
        """Take the lines that are properties; raises ValueError if there are none."""
        end = 0
        while len(self._fields) < _MAX_HEADERS and (line := _PROPERTY.match(text, end)):
            self._fields[line[1].strip()] = _unquoted((line[2] or "").strip())
            end = line.end()
        if not end:
            raise ValueError("no front matter")
        return text[:end], text[end:]


class HeaderMatter(_LinesOfFields):
    """Lines of `Key: value` up to an empty line or one of dashes; one of them is the title."""

    def split(self, text: str) -> tuple[str, str]:
        """Take the headers, or YAML without its opening line; raises ValueError for neither."""
        if not _HEADER.match(text):
            raise ValueError("no front matter")
        end = self._read_headers(text)
        if end is None:
            end = self._read_yaml(text)
        if end is None or not any(name.strip().casefold() == "title" for name in self._fields):
            self._fields = {}
            raise ValueError("no front matter")
        return text[:end], text[end:]

    def _read_headers(self, text: str) -> int | None:
        """Return where the body begins; None where the text does not begin with headers alone."""
        at, name = 0, ""
        for _ in range(_MAX_HEADERS):
            if header := _HEADER.match(text, at):
                name = header[1].strip()
                self._fields[name] = (header[2] or "").strip()
                at = header.end()
            elif end := _END_OF_HEADERS.match(text, at):
                return end.end()
            elif more := _CONTINUED.match(text, at):
                self._fields[name] = f"{self._fields[name]} {more[1].strip()}".strip()
                at = more.end()
            else:
                break
        return None

    def _read_yaml(self, text: str) -> int | None:
        divider = _DIVIDER.search(text, 0, MAX_FRONT_MATTER)
        if divider is None or not _TITLE.search(text, 0, divider.start()):
            return None
        try:
            self._fields = parse_yaml(text[: divider.start()], [])
        except FrontMatterError:
            return None
        return divider.end()


def _unquoted(value: str) -> str:
    quoted = _QUOTED.fullmatch(value)
    return quoted[1] or quoted[2] or "" if quoted else value
