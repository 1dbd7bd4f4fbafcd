"""Saved views: kept, renamed, moved and removed in the user's settings file.

Only the tables `[[views]]` of that file are touched: everything else in it, comments included,
stays as it is. The new text is parsed before it is written, and a file written in a way that this
module cannot change is left alone.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from broadsheet.config import (
    DEFAULT_VIEWS,
    SavedView,
    SettingsError,
    change_settings,
    settings_file,
    views_in,
)
from broadsheet.settings_text import apart, cut, line_ended, lines_of, to_toml, with_value
from broadsheet.text.door import clean_line
from broadsheet.text.folding import name_key

_VIEWS_TABLE = re.compile(r"[ \t]*\[\[[ \t]*views[ \t]*\]\]")
_NO_VIEWS = re.compile(r"^[ \t]*views[ \t]*=[ \t]*\[\s*\][^\n]*\n?(?:\r?\n)?", re.MULTILINE)


def save_view(name: str, query: str) -> tuple[SavedView, ...]:
    """Keep `query` under `name`, in place of the query of that name or as the last view.

    Returns the views as they are now and raises `SettingsError`, as all of these do.
    """
    view = SavedView(_clean_name(name), clean_line(query))

    def edit(file: _ViewsFile) -> None:
        place = file.find(view.name)
        if place is None:
            file.entries.append(_ViewTable.new(view))
        else:
            file.entries[place] = file.entries[place].with_query(view.query)

    return _edited(edit)


def rename_view(name: str, new_name: str) -> tuple[SavedView, ...]:
    """Give the view `name` another name, which no other view may have."""
    new_name = _clean_name(new_name)

    def edit(file: _ViewsFile) -> None:
        place = file.place(name)
        if file.find(new_name) not in (None, place):
            raise SettingsError(f"There is already a view called “{new_name}”.")
        file.entries[place] = file.entries[place].with_name(new_name)

    return _edited(edit)


def move_view(name: str, place: int) -> tuple[SavedView, ...]:
    """Put the view `name` at `place`, counted from 0; beyond the last view means last."""

    def edit(file: _ViewsFile) -> None:
        entry = file.entries.pop(file.place(name))
        others = [place for place, other in enumerate(file.entries) if other.view is not None]
        at = max(0, place)
        file.entries.insert(others[at] if at < len(others) else len(file.entries), entry)

    return _edited(edit)


def remove_view(name: str) -> tuple[SavedView, ...]:
    """Remove the view `name`."""
    return _edited(lambda file: file.remove(file.place(name)))


def _edited(edit: Callable[["_ViewsFile"], None]) -> tuple[SavedView, ...]:
    views: tuple[SavedView, ...] = ()

    def change(text: str) -> str:
        nonlocal views
        file = _ViewsFile(text)
        edit(file)
        views = file.views
        return file.text()

    change_settings(change)
    return views


def _clean_name(name: str) -> str:
    cleaned = clean_line(name)
    if not cleaned:
        raise SettingsError("A view needs a name.")
    return cleaned


@dataclass(frozen=True, slots=True)
class _ViewTable:
    """The text of one `[[views]]`, from the comment that stands on it; None where it is no view."""

    text: str
    view: SavedView | None

    @classmethod
    def new(cls, view: SavedView) -> Self:
        text = f"[[views]]\nname = {to_toml(view.name)}\nquery = {to_toml(view.query)}\n"
        return cls(text, view)

    def with_name(self, name: str) -> Self:
        view = None if self.view is None else replace(self.view, name=name)
        return replace(self, text=with_value(self.text, "name", name), view=view)

    def with_query(self, query: str) -> Self:
        view = None if self.view is None else replace(self.view, query=query)
        return replace(self, text=with_value(self.text, "query", query), view=view)


class _ViewsFile:
    """The settings file, cut into its views and what stands before and after them."""

    def __init__(self, text: str) -> None:
        self._values = tomllib.loads(text)
        self._keys, *tables = cut(text)
        views = [table for table in tables if _is_views(table)]
        first = tables.index(views[0]) if views else len(tables)
        self._before = "".join(tables[:first])
        self._after = "".join(table for table in tables[first:] if not _is_views(table))
        self.entries = self._entries(views)

    @property
    def views(self) -> tuple[SavedView, ...]:
        """The views among the entries, in their order."""
        return tuple(entry.view for entry in self.entries if entry.view is not None)

    def find(self, name: str) -> int | None:
        """Return where the view `name` is among the entries."""
        for place, entry in enumerate(self.entries):
            if entry.view is not None and name_key(entry.view.name) == name_key(name):
                return place
        return None

    def place(self, name: str) -> int:
        """Return where the view `name` is among the entries; raises `SettingsError` without one."""
        place = self.find(name)
        if place is None:
            raise SettingsError(f"There is no longer a view called “{name}”.")
        return place

    def remove(self, place: int) -> None:
        """Take an entry out; the comments that stand apart behind it stay."""
        _, loose = apart(self.entries.pop(place).text)
        if not loose.strip():
            return
        if place:
            before = self.entries[place - 1]
            self.entries[place - 1] = replace(before, text=before.text + loose)
        else:
            self._before += loose

    def text(self) -> str:
        """Return the text of the file with its entries as they are now, checked."""
        before = _NO_VIEWS.sub("", self._keys, count=1)
        if not self.entries:
            # Said so: without a word about views, those from the start would come back.
            before = f"{line_ended(before)}views = []\n\n"
        before += self._before
        entries = "".join(_spaced(entry.text) for entry in self.entries)
        text = f"{_spaced(before) if before else ''}{entries}{self._after}"
        if not self._after:
            text = f"{text.rstrip()}\n"
        self._check(text)
        return text

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

    def _check(self, text: str) -> None:
        try:
            values = tomllib.loads(text)
        except ValueError as error:
            raise _unusual() from error
        found = views_in(values.pop("views"))
        others = {key: value for key, value in self._values.items() if key != "views"}
        if values != others or tuple(v for v in found if isinstance(v, SavedView)) != self.views:
            raise _unusual()


def _unusual() -> SettingsError:
    return SettingsError(
        f"Cannot change the views in {settings_file()}: they are written in an unusual way. "
        "Change them there by hand."
    )


def _is_views(table: str) -> bool:
    return any(_VIEWS_TABLE.match(line) for line in lines_of(table))


def _spaced(text: str) -> str:
    """Return `text` with an empty line at its end."""
    text = line_ended(text)
    return text if text.endswith(("\n\n", "\r\n\r\n")) else f"{text}\n"
