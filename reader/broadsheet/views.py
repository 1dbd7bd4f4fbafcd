"""Saved views: kept, renamed, moved and removed in the person's settings file.

The file is the person's own: only the tables `[[views]]` are touched, and whatever else stands in
it, comments included, stays as it is. What would come out is read before it is written: a file
that is written in a way which this module cannot change is left alone. Each change reads the file
anew, so that two readers do not undo one another's.
"""

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from broadsheet.atomic_write import atomic_write
from broadsheet.config import DEFAULT_VIEWS, SavedView, settings_file, views_in
from broadsheet.text.door import clean_line
from broadsheet.text.folding import name_key

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_TABLE = re.compile(r"[ \t]*\[")
_VIEWS_TABLE = re.compile(r"[ \t]*\[\[[ \t]*views[ \t]*\]\]")
_NO_VIEWS = re.compile(r"^[ \t]*views[ \t]*=[ \t]*\[\s*\][^\n]*\n?(?:\r?\n)?", re.MULTILINE)
_VALUE = r"""^([ \t]*{}[ \t]*=[ \t]*)(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""


class ViewsError(Exception):
    """The views cannot be changed, and nothing was; the message is a sentence, safe to show."""

    def __init__(self, sentence: str) -> None:
        super().__init__(clean_line(sentence))


def save_view(name: str, query: str) -> tuple[SavedView, ...]:
    """Keep `query` under `name`, in place of the query of that name or as the last view.

    Returns the views as they are now; raises ViewsError, as all of these do.
    """
    file = _ViewsFile.read()
    view = SavedView(_clean_name(name), clean_line(query))
    place = file.find(view.name)
    if place is None:
        file.entries.append(_ViewTable.new(view))
    else:
        file.entries[place] = file.entries[place].with_query(view.query)
    return file.write()


def rename_view(name: str, new_name: str) -> tuple[SavedView, ...]:
    """Give the view `name` another name, which no other view may have."""
    file = _ViewsFile.read()
    place = file.place(name)
    new_name = _clean_name(new_name)
    if file.find(new_name) not in (None, place):
        raise ViewsError(f"There is a view called “{new_name}” already.")
    file.entries[place] = file.entries[place].with_name(new_name)
    return file.write()


def move_view(name: str, place: int) -> tuple[SavedView, ...]:
    """Make the view `name` the one at `place`, counted from 0; beyond the last is the last."""
    file = _ViewsFile.read()
    entry = file.entries.pop(file.place(name))
    others = [place for place, other in enumerate(file.entries) if other.view is not None]
    place = max(0, place)
    file.entries.insert(others[place] if place < len(others) else len(file.entries), entry)
    return file.write()


def remove_view(name: str) -> tuple[SavedView, ...]:
    """Forget the view `name`."""
    file = _ViewsFile.read()
    file.remove(file.place(name))
    return file.write()


def _clean_name(name: str) -> str:
    cleaned = clean_line(name)
    if not cleaned:
        raise ViewsError("A view needs a name.")
    return cleaned


@dataclass(frozen=True, slots=True)
class _ViewTable:
    """The text of one `[[views]]`, from the comment that stands on it; None where it is no view."""

    text: str
    view: SavedView | None

    @classmethod
    def new(cls, view: SavedView) -> Self:
        text = f"[[views]]\nname = {_toml(view.name)}\nquery = {_toml(view.query)}\n"
        return cls(text, view)

    def with_name(self, name: str) -> Self:
        view = None if self.view is None else replace(self.view, name=name)
        return replace(self, text=self._with("name", name), view=view)

    def with_query(self, query: str) -> Self:
        view = None if self.view is None else replace(self.view, query=query)
        return replace(self, text=self._with("query", query), view=view)

    def _with(self, key: str, value: str) -> str:
        pattern = re.compile(_VALUE.format(key), re.MULTILINE)
        return pattern.sub(lambda match: match[1] + _toml(value), self.text, count=1)


class _ViewsFile:
    """The settings file, cut into its views and what stands before and after them."""

    def __init__(self, text: str) -> None:
        self._values = tomllib.loads(text)
        self._keys, *tables = _cut(text)
        views = [table for table in tables if _is_views(table)]
        first = tables.index(views[0]) if views else len(tables)
        self._before = "".join(tables[:first])
        self._after = "".join(table for table in tables[first:] if not _is_views(table))
        self.entries = self._entries(views)

    @classmethod
    def read(cls) -> Self:
        file = settings_file()
        try:
            return cls(file.read_bytes().decode("utf-8"))
        except FileNotFoundError:
            return cls("")
        except (OSError, ValueError, RecursionError) as error:
            raise ViewsError(f"{file} cannot be read, so it was left alone: {error}") from error

    def find(self, name: str) -> int | None:
        """Return where the view `name` is among the entries."""
        for place, entry in enumerate(self.entries):
            if entry.view is not None and name_key(entry.view.name) == name_key(name):
                return place
        return None

    def place(self, name: str) -> int:
        """Return where the view `name` is among the entries; raises ViewsError where it is not."""
        place = self.find(name)
        if place is None:
            raise ViewsError(f"There is no view called “{name}” any more.")
        return place

    def remove(self, place: int) -> None:
        """Take an entry out; the comments that stand apart behind it stay."""
        _, loose = _apart(self.entries.pop(place).text)
        if not loose.strip():
            return
        if place:
            before = self.entries[place - 1]
            self.entries[place - 1] = replace(before, text=before.text + loose)
        else:
            self._before += loose

    def write(self) -> tuple[SavedView, ...]:
        """Write the file with its entries as they are now, and return their views."""
        views = tuple(entry.view for entry in self.entries if entry.view is not None)
        text = self._text()
        self._check(text, views)
        file = settings_file()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with atomic_write(file) as stream:
                stream.write(text)
        except OSError as error:
            raise ViewsError(f"{file} cannot be written: {error}") from error
        return views

    def _entries(self, tables: Sequence[str]) -> list[_ViewTable]:
        if "views" not in self._values:
            return [_ViewTable.new(view) for view in DEFAULT_VIEWS]
        written = self._values["views"]
        if not isinstance(written, list) or len(written) != len(tables):
            raise _unusual()
        return [
            _ViewTable(table, view if isinstance(view, SavedView) else None)
            for table, view in zip(tables, views_in(written), strict=True)
        ]

    def _text(self) -> str:
        before = _NO_VIEWS.sub("", self._keys, count=1)
        if not self.entries:
            # Said so: without a word about views, those from the start would come back.
            before = f"{_line_ended(before)}views = []\n\n"
        before += self._before
        entries = "".join(_spaced(entry.text) for entry in self.entries)
        text = f"{_spaced(before) if before else ''}{entries}{self._after}"
        return text if self._after else f"{text.rstrip()}\n"

    def _check(self, text: str, views: tuple[SavedView, ...]) -> None:
        try:
            values = tomllib.loads(text)
        except ValueError as error:
            raise _unusual() from error
        found = views_in(values.pop("views"))
        others = {key: value for key, value in self._values.items() if key != "views"}
        if values != others or tuple(v for v in found if isinstance(v, SavedView)) != views:
            raise _unusual()


def _unusual() -> ViewsError:
    return ViewsError(
        f"The views are written in {settings_file()} in an unusual way: "
        "they can be changed in the file only."
    )


def _cut(text: str) -> list[str]:
    """Cut a TOML text before each of its tables, the comment right above it included."""
    tables: list[list[str]] = [[]]
    for line in _LINE.findall(text):
        if _TABLE.match(line):
            above: list[str] = []
            while tables[-1] and tables[-1][-1].lstrip().startswith("#"):
                above.insert(0, tables[-1].pop())
            tables.append(above)
        tables[-1].append(line)
    return ["".join(lines) for lines in tables]


def _is_views(table: str) -> bool:
    return any(_VIEWS_TABLE.match(line) for line in _LINE.findall(table))


def _apart(table: str) -> tuple[str, str]:
    """Part a table from the blank lines and comments that follow its last key."""
    lines = _LINE.findall(table)
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return "".join(lines[:end]), "".join(lines[end:])


def _line_ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _spaced(text: str) -> str:
    """Return `text` with a blank line at its end."""
    text = _line_ended(text)
    return text if text.endswith(("\n\n", "\r\n\r\n")) else f"{text}\n"


def _toml(text: str) -> str:
    # Every string of JSON is one of TOML, but for DEL, which no clean text holds.
    return json.dumps(text, ensure_ascii=False)
