"""The window of settings, which changes the settings file."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from broadsheet.config.editable import EDITABLE, THEME, EditableSetting
from broadsheet.config.reading import read_settings
from broadsheet.config.settings import Settings, SettingsError, settings_file
from broadsheet.config.writing import save_setting
from broadsheet.tui import keys
from broadsheet.tui.cells import fit
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.screens.questions import NameScreen
from broadsheet.tui.widgets.line_list import LineList, Piece

_NAME, _VALUE = 14, 20


class SettingLines(LineList):
    """The settings with their values and meanings."""

    def __init__(self, change: Callable[[], None]) -> None:
        super().__init__(id="settings")
        self.settings = read_settings()[0]
        self._change = change

    @property
    def count(self) -> int:
        """How many settings can be changed here."""
        return len(EDITABLE)

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return name, value and meaning of a setting."""
        setting = EDITABLE[index]
        # The file may be a moment behind the screen.
        value = self.app.theme if setting is THEME else setting.value_in(self.settings)
        return [
            (fit(setting.name, _NAME), "line--accent"),
            (fit(value or "–", _VALUE), "line--strong"),
            (f"  {setting.meaning}", "line--muted"),
        ]

    def on_choice(self, index: int) -> None:
        """Change the setting."""
        self._change()


class SettingsScreen(ListWindow):
    """Shows the settings of one value; Enter changes one."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.SETTINGS]

    def __init__(self) -> None:
        self._setting_lines = SettingLines(self.action_change)
        super().__init__(f"Settings, in {settings_file()}", self._setting_lines)

    def on_mount(self) -> None:
        """Show the settings, also after one was changed elsewhere."""
        super().on_mount()
        self._setting_lines.refilled(0)

    def on_screen_resume(self) -> None:
        """Show what was chosen in a screen over this one."""
        self._show(read_settings()[0])

    def action_change(self) -> None:
        """Change the setting of the cursor: to the next choice, or to what is typed."""
        setting = EDITABLE[self._setting_lines.cursor]
        value = setting.value_in(self._setting_lines.settings)
        if setting is THEME:
            self.app.search_themes()
        elif setting.choices:
            self._save(setting, setting.after(value))
        else:

            def typed(answer: str | None) -> None:
                if answer is not None:
                    self._save(setting, answer)

            self.app.push_screen(NameScreen(f"{setting.name}: {setting.meaning}", value), typed)

    def _save(self, setting: EditableSetting, value: str) -> None:
        try:
            save_setting(setting.key, setting.parsed(value), setting.table)
        except SettingsError as error:
            self.notify(str(error), title="Settings", severity="warning", markup=False)
            return
        self._show(read_settings()[0])
        self.notify("Saved. It takes effect at the next start.", markup=False, timeout=4)

    def _show(self, settings: Settings) -> None:
        self._setting_lines.settings = settings
        self._setting_lines.refresh()
