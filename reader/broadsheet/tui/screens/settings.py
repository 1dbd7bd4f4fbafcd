"""The window of settings, which changes the settings file."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from broadsheet.config.editable import EDITABLE, SWITCH, THEME, EditableSetting
from broadsheet.config.reading import read_settings
from broadsheet.config.settings import Settings, settings_file
from broadsheet.config.text import SettingValue
from broadsheet.tui import keys, sentences
from broadsheet.tui.actions.saving import save_newest
from broadsheet.tui.cells import fit
from broadsheet.tui.page.wrapping import lines_in
from broadsheet.tui.rebinding import changed_by
from broadsheet.tui.screens.finding import FindScreen
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.screens.palette import Command, CommandLines
from broadsheet.tui.screens.questions import NameScreen
from broadsheet.tui.widgets.line_list import LineList, Piece
from broadsheet.tui.widgets.line_map import LineMap, Section

_NAME, _VALUE = 19, 20
_INDENT = 2


class SettingLines(LineList):
    """The settings with their values and meanings: next to them if there is room, else below."""

    def __init__(self, change: Callable[[], None]) -> None:
        super().__init__(id="settings")
        self.settings = read_settings()[0]
        self._change = change

    @property
    def count(self) -> int:
        """How many settings can be changed here."""
        return len(EDITABLE)

    def line_map(self) -> LineMap:
        """Give each setting a line, and the lines that its meaning takes below it."""
        width = self.scrollable_content_region.width
        if self._has_room(width):
            return LineMap(self.count)
        first, *others = (1 + len(_below(each, width)) for each in EDITABLE)
        sections = (Section(n, lines, has_heading=False) for n, lines in enumerate(others, 1))
        return LineMap(self.count, first, tuple(sections))

    def on_resize(self) -> None:
        """Put the meanings where there is room for them now."""
        super().on_resize()
        self.refresh()

    def _has_room(self, width: int) -> bool:
        return width >= _NAME + _VALUE + max(len(each.meaning) for each in EDITABLE)

    def more_pieces(self, index: int, offset: int, width: int) -> list[Piece]:
        """Return a line of the meaning, below the setting."""
        lines = _below(EDITABLE[index], width)
        text = lines[offset - 1] if offset <= len(lines) else ""
        return [(" " * _INDENT + text, "line--muted")]

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return name, value and meaning of a setting."""
        setting = EDITABLE[index]
        # The file may be a moment behind the screen.
        value = self.app.theme if setting is THEME else setting.value_in(self.settings)
        return [
            (fit(setting.name, _NAME), "line--accent"),
            (fit(value or "–", _VALUE), "line--strong"),
            (setting.meaning if self._has_room(width) else "", "line--muted"),
        ]

    def on_cursor(self, index: int) -> None:
        """Show at the bottom which values the setting can have, if there are few."""
        self.border_subtitle = " · ".join(EDITABLE[index].choices)

    def on_choice(self, index: int) -> None:
        """Change the setting."""
        self._change()


def _below(setting: EditableSetting, width: int) -> list[str]:
    return [setting.meaning[start:end] for start, end in lines_in(setting.meaning, width - _INDENT)]


class ChoiceLines(CommandLines):
    """The values of a setting, with all that each means below it."""

    def line_map(self) -> LineMap:
        """Give each value a line, and the lines that its meaning takes."""
        first, *others = [1 + len(self._below(index)) for index in range(self.count)] or [1]
        sections = (Section(n, lines, has_heading=False) for n, lines in enumerate(others, 1))
        return LineMap(self.count, first, tuple(sections))

    def on_resize(self) -> None:
        """Break the meanings into lines for the new width."""
        super().on_resize()
        self.refresh()

    def _below(self, index: int) -> list[str]:
        meaning = self.found[index].meaning
        room = self.scrollable_content_region.width - 2 * _INDENT
        return [meaning[start:end] for start, end in lines_in(meaning, max(1, room))]

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return a value."""
        return [(f" {self.found[index].name}", "")]

    def more_pieces(self, index: int, offset: int, width: int) -> list[Piece]:
        """Return a line of what it means."""
        lines = self._below(index)
        text = lines[offset - 1] if offset <= len(lines) else ""
        return [(" " * 2 * _INDENT + text, "line--muted")]


class SettingsScreen(ListWindow):
    """Shows the settings of one value; Enter changes one."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.SETTINGS]

    def __init__(self) -> None:
        self._setting_lines = SettingLines(self.action_change)
        self._chosen: dict[str, str] = {}
        """What was chosen here, by the names of settings; the file may be behind it."""
        super().__init__(f"Settings, in {settings_file()}", self._setting_lines)

    def on_mount(self) -> None:
        """Show the settings, also after one was changed elsewhere."""
        super().on_mount()
        self._setting_lines.refilled(0)
        for fault in read_settings()[1]:  # the values shown are not those of the file, then
            self.app.notify(fault, title="Settings", severity="warning", markup=False, timeout=15)

    def on_screen_resume(self) -> None:
        """Show what was chosen in a screen over this one."""
        self._show(read_settings()[0])

    def action_change(self) -> None:
        """Change the setting of the cursor: to the other choice, or to what is chosen or typed."""
        setting = EDITABLE[self._setting_lines.cursor]
        value = self._chosen.get(setting.name, setting.value_in(self._setting_lines.settings))
        if setting is THEME:
            self.app.search_themes()
        elif len(setting.choices) > len(SWITCH):
            self._ask(setting, value)
        elif setting.choices:
            self._save(setting, setting.after(value))
        else:

            def typed(answer: str | None) -> None:
                if answer is not None:
                    self._save(setting, answer)

            question = f"{setting.name}: {setting.meaning}"
            self.app.push_screen(NameScreen(question, value, selects=setting.is_number), typed)

    def _ask(self, setting: EditableSetting, value: str) -> None:
        """Show what each choice means, in a list; nothing changes before one is chosen."""
        of_presets = setting.key == "preset"
        notes = {
            choice: ["in use"] * (choice == value) + ([changed_by(choice)] if of_presets else [])
            for choice in setting.choices
        }
        choices = [
            Command(choice, " · ".join(notes[choice]), partial(self._save, setting, choice))
            for choice in setting.choices
        ]
        lines = ChoiceLines(choices)
        if value in setting.choices:
            lines.refilled(setting.choices.index(value))
        self.app.push_screen(FindScreen(setting.name, lines, "letters of a value"))

    def _save(self, setting: EditableSetting, value: str) -> None:
        app = self.app
        self._chosen[setting.name] = value

        def written(is_written: bool) -> None:
            settings = read_settings()[0]
            self._show(settings)
            if is_written:
                said = sentences.setting_saved(setting.name, setting.value_in(settings))
                app.notify(said, markup=False, timeout=4)
            else:
                self._chosen[setting.name] = setting.value_in(settings)

        def newest() -> SettingValue:
            return setting.parsed(self._chosen[setting.name])

        save_newest(app, setting.key, newest, setting.table, written)

    def _show(self, settings: Settings) -> None:
        self._setting_lines.settings = settings
        self._setting_lines.refresh()
