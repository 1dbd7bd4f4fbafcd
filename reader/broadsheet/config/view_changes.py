"""Keeps, renames, moves and removes the saved views in the settings file.

Only the tables `[[views]]` of that file are touched: everything else in it, comments included,
stays as it is. The new text is parsed before it is written, and a file written in a way that this
module cannot change is left alone.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from broadsheet.config.reading import views_in
from broadsheet.config.settings import DEFAULT_VIEWS, SavedView, SettingsError, written_unusually
from broadsheet.config.text import apart, cut, line_ended, lines_of, to_toml, with_value
from broadsheet.config.writing import change_settings
from broadsheet.text.door import clean_line
from broadsheet.text.folding import name_key

_VIEWS_TABLE = re.compile(r"[ \t]*\[\[[ \t]*views[ \t]*\]\]")
_NO_VIEWS = re.compile(r"^[ \t]*views[ \t]*=[ \t]*\[\s*\][^\n]*\n?(?:\r?\n)?", re.MULTILINE)


class ChangedSinceError(SettingsError):
    """A change of a view is not undone, because the view was changed again since."""


@dataclass(frozen=True, slots=True)
class ViewState:
    """A view as it is in the file: its `place` among the views, and its table with comments."""

    name: str
    query: str
    place: int
    text: str


@dataclass(frozen=True, slots=True)
class ViewChange:
    """One view before and after a change (None if it was not there), and all views after it."""

    before: ViewState | None
    after: ViewState | None
    views: tuple[SavedView, ...]


def save_view(name: str, query: str) -> ViewChange:
    """Save `query` under `name`: replace the view of that name, or add a last one.

    Raises `SettingsError`, like all functions here.
    """
    view = SavedView(_clean_name(name), clean_line(query))

    def edit(file: _ViewsFile) -> None:
        place = file.find(view.name)
        if place is None:
            file.entries.append(_ViewTable.new(view))
        else:
            file.entries[place] = file.entries[place].with_query(view.query)

    return _edited(edit, view.name, view.name)


def rename_view(name: str, new_name: str) -> ViewChange:
    """Rename the view `name`; no other view may have the new name."""
    new_name = _clean_name(new_name)

    def edit(file: _ViewsFile) -> None:
        place = file.place(name)
        if file.find(new_name) not in (None, place):
            raise SettingsError(f"There is already a view called “{new_name}”.")
        file.entries[place] = file.entries[place].with_name(new_name)

    return _edited(edit, name, new_name)


def shift_view(name: str, by: int) -> ViewChange:
    """Move the view `name` down `by` places, or up if that is negative."""

    def edit(file: _ViewsFile) -> None:
        at = file.place(name)
        file.move(at, file.rank(at) + by)

    return _edited(edit, name, name)


def remove_view(name: str) -> ViewChange:
    """Remove the view `name`."""
    return _edited(lambda file: file.remove(file.place(name)), name, name)


def undo_view_change(change: ViewChange) -> ViewChange:
    """Give a view back the name, query and place that it had before `change`.

    Raises `ChangedSinceError` if it was changed again since: then nothing is touched.
    """
    before, after = change.before, change.after

    def edit(file: _ViewsFile) -> None:
        now = None if after is None else file.state(after.name)
        taken = None if before is None else file.find(before.name)
        if after is None:
            if before is not None and taken is None:
                file.insert(_ViewTable.of(before), before.place)
                return
        elif now is not None and now.query == after.query:
            at = file.place(after.name)
            if before is None:
                file.remove(at)
                return
            if taken in (None, at):
                entry = file.entries[at].with_name(before.name).with_query(before.query)
                file.entries[at] = entry
                if before.place != after.place:
                    file.move(at, before.place)
                return
        name = after.name if after is not None else before.name if before is not None else ""
        raise ChangedSinceError(f"The view “{name}” was changed again since, so it stays as it is.")

    names = [state.name if state is not None else "" for state in (after, before)]
    return _edited(edit, *names)


def _edited(edit: Callable[["_ViewsFile"], None], name: str, new_name: str) -> ViewChange:
    """Change the views in the settings file; the view `name` is called `new_name` afterwards."""
    done: list[ViewChange] = []

    def change(text: str) -> str:
        file = _ViewsFile(text)
        before = file.state(name)
        edit(file)
        done.append(ViewChange(before, file.state(new_name), file.views))
        return file.text()

    change_settings(change)
    return done[0]


def _clean_name(name: str) -> str:
    cleaned = clean_line(name)
    if not cleaned:
        raise SettingsError("A view needs a name.")
    return cleaned


@dataclass(frozen=True, slots=True)
class _ViewTable:
    """The text of one `[[views]]` table with the comment above it; `view` is None if it is bad."""

    text: str
    view: SavedView | None

    @classmethod
    def new(cls, view: SavedView) -> Self:
        text = f"[[views]]\nname = {to_toml(view.name)}\nquery = {to_toml(view.query)}\n"
        return cls(text, view)

    @classmethod
    def of(cls, state: ViewState) -> Self:
        return cls(state.text, SavedView(state.name, state.query))

    def with_name(self, name: str) -> Self:
        if self.view is None or self.view.name == name:
            return self
        view = replace(self.view, name=name)
        return replace(self, text=with_value(self.text, "name", name), view=view)

    def with_query(self, query: str) -> Self:
        if self.view is None or self.view.query == query:
            return self
        view = replace(self.view, query=query)
        return replace(self, text=with_value(self.text, "query", query), view=view)


class _ViewsFile:
    """The settings file, cut into its views and the text before and after them."""

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

    def state(self, name: str) -> ViewState | None:
        """Return the view `name` as it is now; None without one."""
        at = self.find(name)
        if at is None or (view := self.entries[at].view) is None:
            return None
        return ViewState(view.name, view.query, self.rank(at), apart(self.entries[at].text)[0])

    def rank(self, at: int) -> int:
        """Return how many views come before an entry."""
        return sum(entry.view is not None for entry in self.entries[:at])

    def insert(self, entry: _ViewTable, place: int) -> None:
        """Put an entry in front of the view that is now at `place`."""
        views = [at for at, other in enumerate(self.entries) if other.view is not None]
        place = max(0, place)
        self.entries.insert(views[place] if place < len(views) else len(self.entries), entry)

    def move(self, at: int, place: int) -> None:
        """Make an entry the view at `place`."""
        entry = self.entries.pop(at)
        self.insert(entry, place)

    def remove(self, place: int) -> None:
        """Remove an entry, but keep the separate comments after it."""
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
            # Without any `views` in the file, the default views would come back.
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
            raise written_unusually("the views in ")
        return [
            _ViewTable(table, view if isinstance(view, SavedView) else None)
            for table, view in zip(tables, views_in(written), strict=True)
        ]

    def _check(self, text: str) -> None:
        try:
            values = tomllib.loads(text)
        except ValueError as error:
            raise written_unusually("the views in ") from error
        found = views_in(values.pop("views"))
        others = {key: value for key, value in self._values.items() if key != "views"}
        if values != others or tuple(v for v in found if isinstance(v, SavedView)) != self.views:
            raise written_unusually("the views in ")


def _is_views(table: str) -> bool:
    return any(_VIEWS_TABLE.match(line) for line in lines_of(table))


def _spaced(text: str) -> str:
    """Return `text` with an empty line at its end."""
    text = line_ended(text)
    return text if text.endswith(("\n\n", "\r\n\r\n")) else f"{text}\n"
