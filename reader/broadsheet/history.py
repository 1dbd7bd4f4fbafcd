"""One history of everything a user changes, for `u`: marks and saved views, the last change first.

The screen changes views with a `History` instead of `view_changes`, and calls `undo` for `u`.
The history is kept with the marks: it outlasts a restart, and each reader undoes its own changes
first. All methods may wait for the disk.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from broadsheet.config import view_changes
from broadsheet.config.reading import read_settings
from broadsheet.config.rule_changes import add_rule, remove_rule, restore_rule, rule_text, rules_in
from broadsheet.config.settings import Rule, SavedView
from broadsheet.config.view_changes import ChangedSinceError, ViewChange, ViewState
from broadsheet.library.index.index import Index
from broadsheet.log import note
from broadsheet.marks.changes import AreHere
from broadsheet.marks.model import MarkKind, MarksError, Step
from broadsheet.marks.store import Marks
from broadsheet.text.cells import cut
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_line

_UNDONE: dict[tuple[MarkKind, bool], tuple[str, str]] = {
    ("read", True): ("article", "marked as read again"),
    ("read", False): ("article", "marked as unread again"),
    ("starred", True): ("star", "given back"),
    ("starred", False): ("star", "removed"),
    ("later", True): ("article", "kept for later again"),
    ("later", False): ("article", "no longer kept for later"),
}

_UNDONE_OF: dict[tuple[MarkKind, bool], str] = {
    ("read", True): "“{}” is marked as read again",
    ("read", False): "“{}” is marked as unread again",
    ("starred", True): "“{}” has its star back",
    ("starred", False): "star removed from “{}”",
    ("later", True): "“{}” is kept for later again",
    ("later", False): "“{}” is no longer kept for later",
}

_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class ViewUndone:
    """The result of undoing a change of a view: all `views` now, and a `sentence` about it."""

    views: tuple[SavedView, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class PartingUndone:
    """The result of undoing that two articles were parted: a `sentence` about it."""

    sentence: str


@dataclass(frozen=True, slots=True)
class RuleUndone:
    """The result of undoing a rule: a `sentence` about it."""

    sentence: str


class History:
    """Changes saved views and rules undoably, and undoes the last change of those or of marks.

    The methods that change views return all of them and raise `SettingsError`.
    """

    def __init__(self, marks: Marks) -> None:
        self._marks = marks

    def save_view(self, name: str, query: str) -> tuple[SavedView, ...]:
        """Save `query` under `name`: see `view_changes.save_view`."""
        return self._noted(lambda: view_changes.save_view(name, query))

    def rename_view(self, name: str, new_name: str) -> tuple[SavedView, ...]:
        """Rename the view `name`: see `view_changes.rename_view`."""
        return self._noted(lambda: view_changes.rename_view(name, new_name))

    def shift_view(self, name: str, by: int) -> tuple[SavedView, ...]:
        """Move the view `name` down `by` places, or up if that is negative."""
        return self._noted(lambda: view_changes.shift_view(name, by))

    def remove_view(self, name: str) -> tuple[SavedView, ...]:
        """Remove the view `name`."""
        return self._noted(lambda: view_changes.remove_view(name))

    def add_rule(self, rule: Rule) -> None:
        """Add a rule to the settings; raises `SettingsError`."""
        add_rule(rule)
        self._note(json.dumps({"rule": rule_text(rule)}))

    def remove_rule(self, rule: Rule) -> bool:
        """Remove a rule from the settings; False if it is gone. Raises `SettingsError`."""
        text = rule_text(rule)
        if not remove_rule(text):
            return False
        self._note(json.dumps({"removed rule": text}))
        return True

    def undo(
        self, are_here: AreHere = lambda _: True
    ) -> Step | ViewUndone | RuleUndone | PartingUndone | None:
        """Undo the last change that can be undone; return None if there is none.

        `are_here`: see `Marks.undo`.

        Raises `MarksError` and `SettingsError`. A change that could not be undone stays the last
        one, unless someone else has changed the same view since.
        """
        undone: list[ViewUndone | RuleUndone | PartingUndone] = []
        step = self._marks.undo(lambda change: undone.append(_undone(change)), are_here)
        return undone[0] if undone else step

    def _noted(self, change_views: Callable[[], ViewChange]) -> tuple[SavedView, ...]:
        change = change_views()
        if change.before != change.after:
            self._note(_written(change))
        return change.views

    def _note(self, change: str) -> None:
        try:
            self._marks.note_other(change)
        except MarksError as error:
            # The user was told when the marks were opened that nothing can be written there.
            note(f"a change of the settings cannot be undone: {error}")


def _undone(noted: str) -> ViewUndone | RuleUndone | PartingUndone:
    match json.loads(noted):
        # The marks undo it themselves.
        case {"parted": _, "titles": [str(title), str(lead)]}:
            return PartingUndone(f"Undone: “{title}” is in the story of “{lead}” again.")
        case {"parted": _}:
            return PartingUndone("Undone: the two articles may be one story again.")
        case {"removed rule": str(rule)}:
            restore_rule(rule)
            return RuleUndone(f"Undone: {_ruled(rule, 'is')} again.")
        case {"rule": str(rule)}:
            gone = remove_rule(rule)
            return RuleUndone(
                f"{'Undone' if gone else 'Changed already'}: {_ruled(rule, 'is no longer')}."
            )
    change = _read(noted)
    try:
        done = view_changes.undo_view_change(change)
    except ChangedSinceError as error:
        return ViewUndone(read_settings()[0].views, str(error))
    return ViewUndone(done.views, _sentence(change))


def _ruled(text_of_rule: str, verb: str) -> str:
    """Return what a rule does, as in "topic:AI is no longer muted"."""
    for rule in rules_in(text_of_rule):
        done = "muted"
        if rule.weight is not None:
            done = f"{'boosted' if rule.weight > 0 else 'lowered'} by {abs(rule.weight)}"
        return clean_line(f"{rule.query} {verb} {done}")
    return f"the rule {verb} there"


def _sentence(change: ViewChange) -> str:
    match change.before, change.after:
        case ViewState(name=name), None:
            return f"Undone: the view “{name}” is back."
        case None, ViewState(name=name):
            return f"Undone: the view “{name}” is removed again."
        case ViewState(name=name), ViewState(name=new_name) if name != new_name:
            return f"Undone: the view “{new_name}” is called “{name}” again."
        case ViewState(name=name, query=query), ViewState(query=new_query) if query != new_query:
            return f"Undone: the view “{name}” has its earlier query again."
        case ViewState(name=name), _:
            return f"Undone: the view “{name}” is back in its place."
    return ""


def _written(change: ViewChange) -> str:
    states = (change.before, change.after)
    return json.dumps([None if state is None else asdict(state) for state in states])


def _read(noted: str) -> ViewChange:
    before, after = (None if state is None else ViewState(**state) for state in json.loads(noted))
    return ViewChange(before, after, ())


def marks_undone(step: Step, index: Index) -> str:
    """Return what an undo did to marks, and to which article if it is one of the library."""
    kept = ""
    if step.kept:
        kept = f" {counted(step.kept, 'was', 'were')} changed elsewhere since, and stayed so."
    article_id = index.lookup.id_of_mark(step.key) if step.key and step.count == 1 else None
    if article_id is not None:
        title = cut(index.rows([article_id])[article_id].title, _LONGEST_TITLE)
        return f"Undone: {_UNDONE_OF[step.kind, step.value].format(title)}."
    name, done = _UNDONE[step.kind, step.value]
    return f"Undone: {counted(step.count, name)} {done}.{kept}"
