import shlex
import threading
from pathlib import Path

import pytest
from textual.screen import Screen

from broadsheet.config import writing
from broadsheet.config.editable import EDITABLE
from broadsheet.config.reading import read_settings
from broadsheet.config.settings import Settings, settings_file
from broadsheet.config.writing import save_setting
from broadsheet.own_files import held_alone
from broadsheet.paths import state_folder
from broadsheet.tui import command_words, keys
from broadsheet.tui.rebinding import changed_by
from broadsheet.tui.screens.charts import ChartsScreen
from broadsheet.tui.screens.help import HelpScreen
from broadsheet.tui.screens.palette import CommandLines
from broadsheet.tui.screens.settings import SettingLines
from tests.files import write_article, write_settings
from tests.tui.conftest import OpenReader


async def test_settings_that_make_no_sense_are_said_and_passed_over(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title")
    settings = Settings(theme="no-such-theme", sort="loudness")
    async with open_reader(news, settings=settings) as reading:
        assert reading.titles == ["A title"]
        assert "no-such-theme" in reading.said
        assert "loudness" in reading.said


async def test_a_theme_of_textual_can_be_chosen(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news, settings=Settings(theme="nord", sort="title")) as reading:
        assert reading.app.theme == "nord"
        assert reading.app.is_running


async def test_a_theme_chosen_in_the_program_is_kept(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        assert not settings_file().exists()
        await reading.press("ctrl+p", *"theme")
        await reading.press("enter")
        await reading.press(*"gruv", "enter")
        assert reading.app.theme == "gruvbox"
    settings, faults = read_settings()
    assert (settings.theme, faults) == ("gruvbox", [])
    async with open_reader(news, settings=settings) as reading:
        assert reading.app.theme == "gruvbox"
        reading.app.action_toggle_light()
        await reading.settle()
    assert read_settings()[0].theme == "broadsheet-light"


async def test_the_theme_chosen_last_is_kept_even_if_the_one_before_takes_longer_to_write(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_article(news, "a.md", "A title")
    has_first, second_is_kept = threading.Event(), threading.Event()

    def save(key: str, value: str, table: str = "") -> None:
        if not has_first.is_set():
            has_first.set()
            second_is_kept.wait(0.1)
        save_setting(key, value, table)
        second_is_kept.set()

    monkeypatch.setattr(writing, "save_setting", save)
    async with open_reader(news) as reading:
        reading.app.theme = "nord"
        await reading.until(has_first.is_set)
        reading.app.theme = "dracula"
        await reading.settle()
    assert read_settings()[0].theme == "dracula"


async def test_a_theme_that_cannot_be_kept_is_said(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    write_settings("this is no TOML")
    async with open_reader(news) as reading:
        reading.app.theme = "nord"
        await reading.settle()
        assert "config.toml" in reading.said
    assert settings_file().read_text(encoding="utf-8") == "this is no TOML"


async def test_themes_are_previewed_and_only_the_chosen_one_is_kept(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news, settings=Settings(theme="nord")) as reading:
        await reading.type_ahead(":", *"theme", "enter")
        assert reading.app.theme == "nord"
        await reading.press("down")
        assert reading.app.theme > "nord"
        await reading.press(*"dracu")
        assert reading.app.theme == "dracula"
        await reading.press("escape")
        assert reading.app.theme == "nord"
        assert not settings_file().exists()


async def test_settings_are_changed_in_the_file(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    write_settings("# Mine.\n[feeds]  # all of them\nprivate_hosts = []\n")
    async with open_reader(news) as reading:
        await reading.press("comma", "down", "enter")  # sort
        await reading.press(*["backspace"] * 5, *"-heat", "enter")
        await reading.press("down", "down", "down", "enter")  # feeds.fetch
        await reading.press("down", "down", "enter", *["backspace"] * 3, *"lots", "enter")
        assert "'limit' in [text]" in reading.said
    assert settings_file().read_text() == (
        'sort = "-heat"\n\n# Mine.\n[feeds]  # all of them\nprivate_hosts = []\nfetch = "manual"\n'
    )
    settings, faults = read_settings()
    assert (settings.sort, settings.feeds.fetch, faults) == ("-heat", "manual", [])


async def test_the_settings_answer_keys_while_another_process_keeps_the_file(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title")
    names = [setting.name for setting in EDITABLE]
    fold = names.index("stories.fold")
    async with open_reader(news) as reading:
        await reading.press("comma", *["down"] * fold)
        lines = reading.app.screen.query_one(SettingLines)
        with held_alone(state_folder() / "settings.lock", 0):
            await reading.type("enter", "enter", "enter", "up")
            await reading.until(lambda: lines.cursor == fold - 1)
            assert not settings_file().exists()
        await reading.until(lambda: not read_settings()[0].stories.fold)


async def test_the_settings_say_that_the_file_cannot_be_read(
    open_reader: OpenReader, news: Path
) -> None:
    write_settings('[keys]\npreset = "vim"\n\n[keys]\nhelp = "x"\n')
    async with open_reader(news) as reading:
        assert "cannot be read" not in reading.said
        await reading.press("comma")
        assert "cannot be read, so the defaults apply: [keys] is there twice" in reading.said
        names = [setting.name for setting in EDITABLE]
        await reading.press(*["down"] * names.index("stories.fold"), "enter")
        await reading.until(lambda: "not valid: [keys] is there twice" in reading.said)


@pytest.mark.usefixtures("keys_as_before")
async def test_enter_says_what_it_changed_and_to_what(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title")
    names = [setting.name for setting in EDITABLE]
    async with open_reader(news) as reading:
        await reading.press("comma", *["down"] * names.index("keys.preset"))
        choices = reading.app.screen.query_one(SettingLines).border_subtitle
        assert choices == "vim · newsboat · arrows"
        await reading.press("enter")
        shown = "".join(strip.text for strip in reading.app.screen._compositor.render_strips())
        shown = " ".join(shown.replace("┃", " ").replace("│", " ").split())
        assert "in use · the keys as they are at first" in shown
        for changes in map(changed_by, ("newsboat", "arrows")):
            last = changes.rpartition(", ")[2]
            assert last in shown, "all that it changes"
        await reading.press("ctrl+n", "ctrl+j", "ctrl+p", "j")
        rows = [strip.text for strip in reading.app.screen._compositor.render_strips()]
        assert any("Nothing matches. ↓ ↑ move in the list. " in line for line in rows)
        await reading.press("escape")
        assert not settings_file().exists(), "nothing was chosen yet"
        await reading.press("enter", "down", "enter")
        assert "keys.preset is “newsboat” from now on." in reading.said
        for name in ("stories.fold", "sidebar.sparklines", "start.kept_frame"):
            await reading.press("home", *["down"] * names.index(name), "enter")
            assert f"{name} is “false”" in reading.said
        settings, faults = read_settings()
        assert (settings.keys.preset, faults) == ("newsboat", [])
        switches = settings.stories.fold, settings.sidebar.sparklines, settings.start.kept_frame
        assert not any(switches)
        await reading.press("enter")
        assert "start.kept_frame is “true”" in reading.said
    assert read_settings()[0].start.kept_frame


@pytest.mark.parametrize(("words", "window"), [("key", HelpScreen), ("rising", ChartsScreen)])
async def test_the_command_palette_finds_names_and_explanations(
    open_reader: OpenReader, news: Path, words: str, window: type[Screen[None]]
) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        await reading.press("colon", *words, "enter")
        await reading.until(lambda: isinstance(reading.app.screen, window))


FOUND_BY = {
    "Settings": "bind rebind preset config options preferences hotkeys browser keymap",
    "Keys": "keys bind rebind shortcuts manual",
    "Subscribe": "subscribe add rss feed",
    "Feeds": "unsubscribe opml rss",
    "Quit": "quit exit close q",
    "Theme": "font dark light colors night background",
    "Star": "favourite bookmark star",
    "Later": "bookmark read\\ later queue",
    "Undo": "revert undo",
    "Charts": "trends statistics graph",
    "Alone": "zen fullscreen",
    "Refresh": "reload update sync",
    "All read": "catch\\ up all\\ read",
    "Mute": "block ignore hide",
}


async def test_commands_are_found_by_the_words_that_other_programs_have_for_them(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        lines = CommandLines([*reading.app._commands()])
        for name, words in FOUND_BY.items():
            for word in shlex.split(words):
                lines.narrow(word)
                first = [command.name.partition("  (")[0] for command in lines.found[:5]]
                assert name in first, word


async def test_a_command_or_view_whose_name_is_typed_comes_first(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title", "type: video", "publishedDateTime: 2023-01-01")
    async with open_reader(news) as reading:
        lines = CommandLines([*reading.app._commands()])
        names = [command.name for command in lines.found]
        assert {"Front page", "Videos", "Starred articles"} <= {*names}
        for name in names:
            word = name.split()[0].casefold()
            lines.narrow(word)
            assert lines.found[0].name.casefold().startswith(word)
        await reading.press("colon", *"front", "enter")
        assert str(reading.main.parts.list.query) == "front:today"
        assert reading.is_in("table")


def test_other_words_are_for_commands_that_there_are() -> None:
    actions = {one.id for group in keys.GROUPS if group.in_palette for one in group.bindings}
    assert command_words.OF_ACTIONS.keys() <= actions


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 24)])
async def test_what_a_setting_means_is_shown_entirely(
    open_reader: OpenReader, news: Path, size: tuple[int, int]
) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news, size) as reading:
        await reading.press("comma")
        lines = reading.app.screen.query_one(SettingLines)
        shown = ""
        for _ in EDITABLE:
            rows = [lines.render_line(y).text for y in range(lines.size.height)]
            assert all(row.strip() for row in rows), "no line is wasted"
            shown += " ".join(" ".join(rows).split())
            await reading.press("j")
        for setting in EDITABLE:
            assert setting.meaning in shown


@pytest.mark.usefixtures("keys_as_before")
async def test_settings_changed_in_an_editor_count_or_say_when_they_do(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title")
    write_settings('[keys]\nopen = "O"\n')
    async with open_reader(news, settings=read_settings()[0]) as reading:
        look = reading.main.parts.settings_file.look
        look()
        text = '# Mine.\n[keys]\nopen = "O"\n\n[[views]]\nname = "Mine"\nquery = "title"\n'
        write_settings(text)
        look()
        await reading.settle()
        assert reading.said == ""
        assert "Mine" in [row.name for row in reading.main.sidebar._entries]
        await reading.press("E")
        await reading.until(lambda: "lines = 2" in settings_file().read_text())
        look()
        await reading.settle()
        assert "Changed" not in reading.said
        write_settings('sort = "heat"\n' + text.replace('"O"', '"M"') + "lines = 7\n")
        look()
        await reading.settle()
        assert "Changed in config.toml, from the next start on: sort." in reading.said
        assert "lines" in reading.said
        assert "The keys of the settings file are in use now." in reading.said


@pytest.mark.usefixtures("keys_as_before")
async def test_a_key_that_is_refused_is_not_said_to_be_in_use(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news) as reading:
        look = reading.main.parts.settings_file.look
        write_settings('[keys]\ntoggle_starred = "m"\n')
        look()
        await reading.settle()
        assert "Give toggle_read another key to free it." in reading.said
        assert "in use now" not in reading.said
