"""Gives the actions of `keys` the keys that the settings name.

Must happen before the screens are imported, which take their bindings from `keys`. Textual's own
keymap will not do: in an input it would act on a letter that was given to an action.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textual.binding import Binding
from textual.keys import Keys, _character_to_key

from broadsheet.config.settings import KeySettings, Program, settings_file
from broadsheet.records import record
from broadsheet.text.did_you_mean import nearest
from broadsheet.text.door import clean_message
from broadsheet.tui import keys

_MAIN = (*(keys.PANES, keys.READING, keys.FINDING), *(keys.MARKING, keys.PROGRAM, keys.FETCHING))
_WINDOW = (keys.MOVING, keys.CLOSING, keys.HELPING)

PLACES = (
    (*_MAIN, keys.MOVING),
    (*_MAIN, keys.MOVING, keys.VIEWS),
    (keys.READING_MODE,),
    (keys.IN_TEXT,),
    (keys.IN_WINDOW, *_WINDOW),
    (keys.FEEDS, *_WINDOW),
    (keys.LINKS, *_WINDOW),
    (keys.PROBLEMS, *_WINDOW),
    (keys.CHARTS, *_WINDOW),
    (keys.RULES, *_WINDOW),
    (keys.SETTINGS, *_WINDOW),
    (keys.COLUMNS, *_WINDOW),
)
"""Lists of keys that work at the same time: none of them may have a key twice."""

PRESETS: dict[str, dict[str, str]] = {
    "vim": {},
    "newsboat": {
        "previous_unread": "p",
        "part_story": "S",
        "toggle_read": "N",
        "mark_all_read": "A,C",
        "links": "u",
        "undo": "U",
        "refresh_library": "r,R",
        "rename_view": "e",
    },
    "arrows": {
        "cursor_down": "down",
        "cursor_up": "up",
        "cursor_first": "home",
        "cursor_last": "end",
        "next_pane": "right,tab",
        "previous_pane": "left,shift+tab",
    },
}
"""The keys that a preset changes, by the name of the action."""


def changed_by(preset: str) -> str:
    """Return the keys that a preset changes, as people name them, and what each then means."""
    changes = ", ".join(
        f"{' '.join(map(keys.key_name, value.split(',')))} {_DEFAULTS[action].description}"
        for action, value in PRESETS[preset].items()
    )
    return changes or "the keys as they are at first"


_OF_MAIN = {each.id for group in (*_MAIN, keys.MOVING) for each in group}
"""The actions of the articles' screen."""

_KEPT = {"quit": "ctrl+q"}
"""Keys that stay whatever the settings say, so that nobody is locked in."""

_NAMED = {key.value for key in Keys}
_MODIFIERS = {"ctrl", "alt", "shift", "super", "hyper", "meta"}

_DEFAULTS = {
    binding.id: binding for place in PLACES for group in place for binding in group if binding.id
}

_SHORT = {each.description.casefold(): name for name, each in reversed(_DEFAULTS.items())}
"""The actions by the words of the bottom line, which people take for their names."""


@record
class _Change:
    """New keys for an action, and the line that asks for them; 0 for a preset."""

    action: str
    keys: str
    line: int


def rebind(settings: KeySettings, programs: Sequence[Program] = ()) -> list[str]:
    """Bind the keys that `settings` name, and all others as at first; return what is wrong.

    The keys of `programs` come last: one that an action has is left out.

    A change that would give one key two meanings is left out. The sentences are safe to show.
    """
    preset = PRESETS[settings.preset]
    changes = {action: _Change(action, value, 0) for action, value in preset.items()}
    faults: list[str] = []
    for own in settings.own:
        names = [_known_key(key) for key in own.keys]
        unknown = [key for key, name in zip(own.keys, names, strict=True) if name is None]
        if own.action not in _DEFAULTS:
            near = _SHORT.get(own.action.casefold()) or nearest(own.action, list(_DEFAULTS))
            hint = f" Did you mean {near!r}?" if near else " The help (?) names them all."
            faults.append(_fault(own.line, f"There is no action {own.action!r}.{hint}"))
        elif unknown:
            faults.append(_fault(own.line, f"There is no key {unknown[0]!r}."))
        else:
            bound = ",".join(name for name in names if name)
            changes[own.action] = _Change(own.action, bound, own.line)
    given = _given(changes.values(), programs)
    while clash := _clash(changes, given):
        change, key, other = clash
        del changes[change.action]
        faults.append(
            _fault(
                change.line,
                f"{keys.key_name(key)!r} already means “{other.description}” ({other.id}), "
                f"so {change.action!r} keeps its keys. Give {other.id} another key to free it.",
            )
        )
    for group in {id(group): group for place in PLACES for group in place}.values():
        group[:] = [_bound(_DEFAULTS.get(each.id or "", each), changes, given) for each in group]
    return faults + _bind_programs(programs)


def _given(changes: Iterable[_Change], programs: Sequence[Program]) -> set[str]:
    """Return the keys that others give up for the user's, as long as they have other keys."""
    wanted = {key for program in programs if (key := _known_key(program.key))}
    for change in changes:
        asked = {*change.keys.split(",")}
        wanted |= asked if change.line and change.action in _OF_MAIN else asked & keys.YIELDING
    return wanted


def _bind_programs(programs: Sequence[Program]) -> list[str]:
    """Bind the keys of the user's own programs; return what is wrong."""
    faults: list[str] = []
    taken = {
        key: binding
        for place in PLACES
        if keys.READING in place
        for group in place
        for binding in group
        for key in binding.key.split(",")
    }
    keys.PROGRAMS.clear()
    for number, program in enumerate(programs):
        key = _known_key(program.key)
        if key is None:
            faults.append(_fault(program.line, f"There is no key {program.key!r}."))
        elif key in taken:
            meaning = f"{program.key!r} already means “{taken[key].description}”"
            faults.append(_fault(program.line, f"{meaning}, so it does not run {program.name!r}."))
        else:
            taken[key] = keys.program_key(number, key, program.name)
            keys.PROGRAMS.append(taken[key])
    return faults


def _clash(changes: dict[str, _Change], given: set[str]) -> tuple[_Change, str, Binding] | None:
    """Return a change that uses a key which another action of the same place has.

    Of several, the user's last is the first to go, and the preset's go last.
    """
    for change in sorted(changes.values(), key=lambda change: -change.line):
        for place in PLACES:
            bindings = [
                _bound(_DEFAULTS.get(each.id or "", each), changes, given)
                for group in place
                for each in group
            ]
            if change.action not in {each.id for each in bindings}:
                continue
            for each in bindings:
                taken = {*each.key.split(",")} & {*change.keys.split(",")}
                if each.id != change.action and taken:
                    return change, min(taken), each
    return None


def _bound(binding: Binding, changes: dict[str, _Change], given: set[str]) -> Binding:
    """Return `binding` with the keys that it was given, or without those `given` to others."""
    change = changes.get(binding.id or "")
    if change is None:
        had = binding.key.split(",")
        left = [key for key in had if key not in given]
        if not left or left == had:
            return binding
        display = keys.key_name(left[0]) if binding.show else None
        return replace(binding, key=",".join(left), key_display=display)
    kept = _KEPT.get(change.action)
    names = change.keys.split(",")
    if kept and kept not in names:
        names.append(kept)
    display = keys.key_name(names[0]) if binding.show else None
    return replace(binding, key=",".join(names), key_display=display)


def _known_key(text: str) -> str | None:
    """Return what Textual calls the key `text`; None if there is no such key."""
    *modifiers, key = text.split("+") if len(text) > 1 else [text]
    if not set(modifiers) <= _MODIFIERS:
        return None
    if len(key) == 1:
        key = _character_to_key(key)
    elif key not in _NAMED:
        return None
    return "+".join([*modifiers, key])


def _fault(line: int, sentence: str) -> str:
    return clean_message(f"{settings_file()}: Line {line}: {sentence}")
