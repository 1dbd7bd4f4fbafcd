"""Keys of the user's own: `[keys]` in the settings."""

from pathlib import Path

import pytest

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import settings_file
from broadsheet.tui import keys
from broadsheet.tui.rebinding import PLACES, PRESETS, rebind
from broadsheet.tui.screens.help import HelpScreen
from tests.files import write_article, write_settings
from tests.tui.conftest import OpenReader

pytestmark = pytest.mark.usefixtures("keys_as_before")


def rebound(toml: str) -> list[str]:
    """Bind what the settings file `toml` says; return what is wrong, without the file's name."""
    write_settings(toml)
    settings, faults = read_settings()
    return [fault.partition(": ")[2] for fault in [*faults, *rebind(settings.keys)]]


def keys_of(action: str) -> str:
    return next(
        binding.key for group in keys.GROUPS for binding in group.bindings if binding.id == action
    )


def test_an_action_gets_the_keys_of_the_settings() -> None:
    said = rebound('[keys]\ntoggle_starred = "S"\nrefresh_library = ["R", "f5", "?"]\nhelp="f1"')
    assert said == []
    assert keys_of("toggle_starred") == "S"
    assert keys_of("refresh_library") == "R,f5,question_mark"
    assert keys_of("help") == "f1"
    assert keys_of("undo") == "u"


def test_two_actions_can_change_places() -> None:
    assert rebound('[keys]\ntoggle_starred = "b"\ntoggle_later = "s"') == []
    assert (keys_of("toggle_starred"), keys_of("toggle_later")) == ("b", "s")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (
            '[keys]\n# mine\nundo = "Z"\ntoggle_starred = "m"',
            (
                "Line 4: 'm' already means “Mark” (toggle_read), so 'toggle_starred' keeps its "
                "keys. Give toggle_read another key to free it."
            ),
        ),
        (
            '[keys]\ntoggle_starred = "K"\nundo = "Z"',
            (
                "Line 2: 'K' already means “Up” (raise_view), so 'toggle_starred' keeps its keys. "
                "Give raise_view another key to free it."
            ),
        ),
        (
            '[keys]\nundo = "Z"\ntogle_starred = "S"',
            "Line 3: There is no action 'togle_starred'. Did you mean 'toggle_starred'?",
        ),
        (  # as the bottom line calls it
            '[keys]\nundo = "Z"\nstar = "S"',
            "Line 3: There is no action 'star'. Did you mean 'toggle_starred'?",
        ),
        ('keys.undo = "Z"\nkeys.open = "shift+f99"', "Line 2: There is no key 'shift+f99'."),
        (
            '[keys]\nopen = 3\nundo = "Z"',
            'Line 2: \'open\' must be a key in quotes, or a list of them: ["S", "f5"].',
        ),
        (
            '[keys]\nundo = "Z"\npreset = "emacs"',
            "Line 3: 'preset' must be one of vim, newsboat, arrows.",
        ),
    ],
)
def test_what_cannot_be_bound_is_said_with_its_line(toml: str, said: str) -> None:
    assert rebound(toml) == [said]
    assert keys_of("undo") == "Z"
    assert (keys_of("toggle_starred"), keys_of("open")) == ("s", "o")


def test_nobody_is_locked_in() -> None:
    assert rebound('[keys]\nquit = "Z"') == []
    assert keys_of("quit") == "Z,ctrl+q"


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_of_a_preset_has_two_meanings(preset: str) -> None:
    assert rebound(f'[keys]\npreset = "{preset}"') == []
    for place in PLACES:
        bound = [key for group in place for binding in group for key in binding.key.split(",")]
        assert sorted(bound) == sorted(set(bound))


def test_a_preset_can_be_changed() -> None:
    assert rebound('[keys]\npreset = "newsboat"\nlinks = "L"') == []
    assert (keys_of("links"), keys_of("toggle_read")) == ("L", "N")


async def test_keys_changed_in_the_file_count_at_once(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title", body="words " * 3_000)
    write_article(news, "b.md", "Another title")
    rebound("")
    async with open_reader(news) as reading:
        look = reading.main.parts.settings_file.look
        look()
        await reading.press("question_mark", "escape", "P", "escape")  # windows that are known
        write_settings('[keys]\ncursor_down = "e"\nclose = "Z"\nhelp = "f1"\n')
        look()
        await reading.press("e")
        assert reading.main.table.cursor == 1
        await reading.press("j")
        assert "The key j does nothing here." in reading.said
        await reading.press("f1")
        assert isinstance(reading.app.screen, HelpScreen)
        await reading.press("escape")
        assert isinstance(reading.app.screen, HelpScreen)
        await reading.press("Z", "A", "n", "slash", "e", "escape")
        assert len(reading.app.screen_stack) == 1
        assert reading.main.search.value == ""
        settings_file().unlink()
        look()
        await reading.press("k", "j")
        assert reading.main.table.cursor == 1


def test_a_key_that_an_action_has_besides_others_is_free_for_whoever_wants_it() -> None:
    toml = '[keys]\nmute = "left"\n[[programs]]\nname = "mpv"\nkey = "f1"\nargv = ["mpv"]\n'
    assert rebound(toml) == []
    assert keys_of("mute") == "left"
    assert keys_of("previous_pane") == "shift+tab,h"
    settings, _ = read_settings()
    assert rebind(settings.keys, settings.programs) == []
    assert keys_of("help") == "question_mark"
    assert rebound("") == []
    assert keys_of("help") == "question_mark,f1"
    assert keys_of("previous_pane") == "shift+tab,h,left"


async def test_keys_of_other_programs_do_what_people_expect(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "First")
    write_article(news, "b.md", "Second")
    async with open_reader(news) as reading:
        await reading.press("ctrl+e")
        assert reading.main.table.cursor == 1
        await reading.press("ctrl+y")
        assert reading.main.table.cursor == 0
        await reading.press("right")
        assert reading.is_in("detail")
        await reading.press("left")
        assert reading.is_in("table")
        await reading.press("ctrl+l")
        assert reading.said == ""
        await reading.press("ctrl+g")
        assert "The key ctrl+g does nothing here." in reading.said
        await reading.press("slash", *"Fist", "left", "r")
        assert reading.main.search.value == "Fisrt"
        await reading.press("escape", "f1")
        assert isinstance(reading.app.screen, HelpScreen)


def test_an_action_with_other_keys_gives_one_up_for_the_users_own() -> None:
    assert rebound('[keys]\ntoggle_starred = "x"\nundo = "l"') == []
    assert (keys_of("toggle_starred"), keys_of("remove_view")) == ("x", "delete")
    [remove] = (binding for binding in keys.VIEWS if binding.id == "remove_view")
    assert remove.key_display == "del"
    assert (keys_of("undo"), keys_of("next_pane")) == ("l", "tab,right")
    assert rebound('[keys]\nfeeds_rename = "j"') != []
    assert keys_of("cursor_down") == "j,down,ctrl+e"
