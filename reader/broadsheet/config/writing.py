"""Changes the settings file, and leaves everything in it that is not changed as it is."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from broadsheet.atomic_write import atomic_write
from broadsheet.config.reading import settings_in, why_no_toml
from broadsheet.config.settings import SettingsError, settings_file, written_unusually
from broadsheet.config.text import SettingValue, cut, line_ended, to_toml, with_value
from broadsheet.own_files import held_alone, private_folder
from broadsheet.paths import state_folder
from broadsheet.untrusted_file import read_settings_file

_LOCK_SECONDS = 10.0


def save_setting(key: str, value: SettingValue, table: str = "") -> None:
    """Set one setting, in `[table]` if one is named, and leave everything else as it is.

    Raises `SettingsError`, also if the value is not one that the setting takes.
    """

    def changed(text: str) -> str:
        new = _with_setting(text, key, value, table)
        try:
            is_right = tomllib.loads(new) == _expected(tomllib.loads(text), key, value, table)
        except ValueError:
            is_right = False
        if not is_right:
            raise written_unusually(f"{key!r} in ")
        # The line of what was wrong before may be another one now.
        known = {fault.sentence for fault in settings_in(text)[1]}
        for fault in settings_in(new)[1]:
            if fault.sentence not in known:
                raise SettingsError(fault.sentence)
        return new

    change_settings(changed)


def _with_setting(text: str, key: str, value: SettingValue, table: str) -> str:
    """Return the text of a settings file with one setting set."""
    before, *tables = cut(text)
    if not table:
        new = with_value(before, key, value)
        if tables and new.splitlines()[-1].strip():
            new += "\n"
        return new + "".join(tables)
    head = re.compile(rf"^[ \t]*\[[ \t]*{re.escape(table)}[ \t]*\]", re.MULTILINE)
    for number, each in enumerate(tables):
        if head.search(each):
            tables[number] = with_value(each, key, value)
            return before + "".join(tables)
    text = line_ended(text)
    return f"{text}{chr(10) if text else ''}[{table}]\n{key} = {to_toml(value)}\n"


def _expected(
    values: dict[str, object], key: str, value: SettingValue, table: str
) -> dict[str, object]:
    if not table:
        return values | {key: value}
    before = values.get(table, {})
    return values | {table: (before if isinstance(before, dict) else {}) | {key: value}}


def change_settings(change: Callable[[str], str]) -> None:
    """Replace the text of the settings file ("" without one) with what `change` returns for it.

    One process at a time: each sees what the others wrote before. Raises `SettingsError`, also if
    the file is not TOML. Then, and whenever `change` raises, the file stays as it was.
    """
    file = settings_file()
    try:
        with held_alone(state_folder() / "settings.lock", _LOCK_SECONDS) as is_ours:
            if not is_ours:
                raise SettingsError(f"Another Broadsheet is changing {file}: try again.")
            _replace(file, change)
    except OSError as error:
        raise SettingsError(f"Cannot change {file}: {error.strerror or error}.") from error


def _check_toml(text: str) -> None:
    try:
        tomllib.loads(text)
    except ValueError as error:
        raise written_unusually() from error


def _replace(file: Path, change: Callable[[str], str]) -> None:
    try:
        text = read_settings_file(str(file))
        tomllib.loads(text)
    except FileNotFoundError:
        text = ""
    except (ValueError, RecursionError) as error:
        why = why_no_toml(str(error))
        raise SettingsError(f"{file} was left alone, because it is not valid: {why}") from error
    changed = change(text)
    if changed != text:
        _check_toml(changed)
        if not file.parent.exists():
            private_folder(file.parent)
        with atomic_write(file) as stream:
            stream.write(changed)
