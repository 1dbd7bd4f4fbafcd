"""Writes Markdown from untrusted text, which itself can never become formatting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

_MOST_FORMATS = 8  # within each other
_MOST_CONTAINERS = 16
_MOST_COLUMNS = 12
_LONGEST_REOPENED = 2_000

# What CommonMark reads as formatting within a line. An underscore within a word is not; `!` counts
# before a bracket and `&` as the beginning of a character reference, both of which may only come
# with the next piece of text.
# Each choice begins with a character of its own, so that `re` skips what begins none.
_FORMATTING = re.compile(
    r"\\|`|\*|\[|\]|<|>|~|\||_(?:(?<![A-Za-z0-9]_)|(?![A-Za-z0-9]))|!(?=\[|$)|&(?=#?\w*(?:;|$))"
)
_LINE_START = re.compile(r"^(\d{0,9})([-+=:#](?<!\d.)|(?<=\d)[.)](?=\s|$))")
_WHITE_SPACE = re.compile(r"[ \t\n]{2,}|[\t\n]")  # a single space stays as it is
_SPACES = re.compile(r" {2,}")
_PARAGRAPH_END = re.compile(r"\n *\n[ \n]*")
_BACKTICKS = re.compile(r"`+")
_BREAKS_OUT_OF_LINK = re.compile(r"[()<>\\]")
_REFERENCE = re.compile(r"&(?=#?\w+;)")

Format = Literal["**", "*", "~~", "`", "link"]
Container = Literal["-", "1.", "item", ">"]


def escape(text: str) -> str:
    r"""Write `text` so that Markdown shows it as it is: `*` becomes `\*`."""
    return _FORMATTING.sub(r"\\\g<0>", text)


def escape_lines(text: str) -> str:
    """Write `text` in one line that Markdown shows as it is, at the beginning of a paragraph."""
    return _at_line_start(escape(" ".join(text.split())))


def link(label: str, url: str) -> str:
    """Write a link to `url`; `label` is Markdown already."""
    address = _BREAKS_OUT_OF_LINK.sub(lambda found: f"%{ord(found[0]):02X}", url)
    return f"[{label}]({_REFERENCE.sub('&amp;', address)})"


@dataclass(slots=True)
class _OpenFormat:
    kind: Format
    start: int  # in the pieces of the line
    url: str = ""


@dataclass(slots=True)
class _OpenContainer:
    kind: Container
    marker: str = ""
    follows: bool = False  # it follows another item of the same list: no blank line between
    begun: bool = False
    items: int = 0


class Writer:
    """Collects the pieces of a line and writes them as blocks, within lists and quotations."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._pieces: list[str] = []
        self._formats: list[_OpenFormat] = []
        self._containers: list[_OpenContainer] = []
        self._heading = 0
        self._closed: tuple[Format, str] | None = None  # the last piece, before it was formatted
        self._wants_space = False

    def markdown(self) -> str:
        """Finish, and return all that was written."""
        self.end_block()
        return "\n".join(self._lines)

    def text(self, text: str) -> None:
        """Add text without formatting; any run of white space becomes one space."""
        text = _WHITE_SPACE.sub(" ", text)
        self.add(text if self.is_open("`") else escape(text))

    def add(self, markdown: str) -> None:
        """Add Markdown to the line; a newline is a line break."""
        if not markdown:
            return
        # `**"word"**s` would not end the format: after a sign, the marker must not touch a letter.
        if self._wants_space and markdown[0].isalnum():
            self._pieces.append(" ")
        self._pieces.append(markdown)
        self._wants_space = False
        self._closed = None

    def is_open(self, kind: Format) -> bool:
        """Tell whether text that is added now is in the format `kind`."""
        return any(opened.kind == kind for opened in self._formats)

    def open_format(self, kind: Format, url: str = "") -> None:
        """Begin a format; a link to no address is no link."""
        if self.is_open(kind) or self.is_open("`") or len(self._formats) >= _MOST_FORMATS:
            return
        if kind == "link" and not url:
            return
        if kind != "link" and self._closed and self._closed[0] == kind:
            self._pieces[-1] = self._closed[1]  # `**a****b**` is not what `<b>a</b><b>b</b>` means
            self._formats.append(_OpenFormat(kind, len(self._pieces) - 1))
        else:
            self._formats.append(_OpenFormat(kind, len(self._pieces), url))
        self._closed = None
        self._wants_space = False

    def close_format(self, kind: Format) -> None:
        """End a format, and those that were begun within it."""
        while self.is_open(kind):
            self._close_last_format()

    def open_heading(self, level: int) -> None:
        """Make the next block a heading of `level`, 1 to 6."""
        self.end_block()
        self._heading = level

    def close_heading(self) -> None:
        """End a heading."""
        self.end_block()
        self._heading = 0

    def open_container(self, kind: Container) -> None:
        """Begin a list (`-` or `1.`), an item of it, or a quotation."""
        self.end_block()
        if kind == "item":
            self._open_item()
        elif len(self._containers) < _MOST_CONTAINERS:
            self._containers.append(_OpenContainer(kind, "> " if kind == ">" else ""))

    def close_container(self, *kinds: Container) -> None:
        """End the innermost container of one of `kinds`, with all that it holds."""
        self.end_block()
        for index in range(len(self._containers) - 1, -1, -1):
            if self._containers[index].kind in kinds:
                del self._containers[index:]
                return

    def rule(self) -> None:
        """Write a line across."""
        self.end_block()
        self._write(["***"])

    def code_block(self, code: str) -> None:
        """Write `code` line by line as it is."""
        self.end_block()
        longest = max((len(run) for run in _BACKTICKS.findall(code)), default=0)
        fence = "`" * max(3, longest + 1)
        self._write([fence, *code.strip("\n").split("\n"), fence])

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Write rows of cells, each of them Markdown of one line; the first row is the head."""
        self.end_block()
        columns = min(max(map(len, rows), default=0), _MOST_COLUMNS)
        if columns < 2 or len(rows) < 2:  # for the layout of a page, not a table
            for cell in (cell for row in rows for cell in row if cell):
                self.add(cell)
                self.end_block()
            return
        lines = []
        for row in rows:
            cells = [*row[: columns - 1], " ".join(row[columns - 1 :])]
            cells += [""] * (columns - len(cells))
            lines.append(f"| {' | '.join(cells)} |")
        self._write([lines[0], "|" + " --- |" * columns, *lines[1:]])

    def take_line(self) -> str:
        """Take the line that was collected, as one line, instead of writing it as a block."""
        still_open = self._formats.copy()
        while self._formats:
            self._close_last_format()
        line = _SPACES.sub(" ", "".join(self._pieces)).strip()
        self._pieces.clear()
        self._closed = None
        self._wants_space = False
        self._formats = [_OpenFormat(opened.kind, 0, opened.url) for opened in still_open]
        return line

    def end_block(self) -> None:
        """Write the line that was collected, if any, as a block of its own."""
        line = self.take_line()
        if not line:
            return
        if self._heading:
            self._write([f"{'#' * self._heading} {_WHITE_SPACE.sub(' ', line)}"])
            self._heading = 0
            return
        for paragraph in _PARAGRAPH_END.split(line):
            lines = [_at_line_start(text.strip()) for text in paragraph.split("\n")]
            self._write([f"{text}\\" for text in lines[:-1]] + lines[-1:])

    def _close_last_format(self) -> None:
        opened = self._formats.pop()
        inner = "".join(self._pieces[opened.start :])
        del self._pieces[opened.start :]
        text = inner.strip(" ")
        if not text.strip():
            self.add(inner)
            return
        leading = inner[: len(inner) - len(inner.lstrip(" "))]
        before = self._pieces[-1][-1] if self._pieces else " "
        if not leading and before.isalnum() and not text[0].isalnum():
            leading = " "
        self.add(leading)
        self.add(_formatted(opened, text))
        if inner.endswith(" "):
            self.add(" ")
        elif opened.kind != "link":
            self._closed = (opened.kind, text) if len(text) < _LONGEST_REOPENED else None
            self._wants_space = not text[-1].isalnum()

    def _open_item(self) -> None:
        for index in range(len(self._containers) - 1, -1, -1):
            if self._containers[index].kind in ("-", "1."):
                break
        else:
            index = len(self._containers)
            self._containers.append(_OpenContainer("-"))
        del self._containers[index + 1 :]
        around = self._containers[index]
        around.items += 1
        marker = "- " if around.kind == "-" else f"{around.items}. "
        nested = any(outer.kind == "item" and outer.begun for outer in self._containers)
        self._containers.append(_OpenContainer("item", marker, nested or around.items > 1))

    def _write(self, block: list[str]) -> None:
        first = rest = between = ""
        tight = False
        for container in self._containers:
            indent = "> " if container.kind == ">" else " " * len(container.marker)
            if container.begun:
                first += indent
                between += indent
            else:
                first += container.marker
                tight = tight or container.follows
                container.begun = True
            rest += indent
        if self._lines and not tight:
            self._lines.append(between.rstrip())
        self._lines.append(first + block[0])
        self._lines += [rest + line for line in block[1:]]


def _formatted(opened: _OpenFormat, text: str) -> str:
    if opened.kind == "link":
        return link(_WHITE_SPACE.sub(" ", text.strip()), opened.url)
    if opened.kind == "`":
        text = _WHITE_SPACE.sub(" ", text)
        longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
        fence = "`" * (longest + 1)
        return f"{fence} {text} {fence}" if longest else f"{fence}{text}{fence}"
    # A format ends with its paragraph, and a line break may become the end of one.
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(f"{opened.kind}{line}{opened.kind}" if line else "" for line in lines)


def _at_line_start(line: str) -> str:
    """Keep text from becoming a heading, a list or a rule by standing at the start of a line."""
    return _LINE_START.sub(r"\1\\\2", line)
