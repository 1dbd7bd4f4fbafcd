"""Saving a setting: its value changes in the file, and nothing else does."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.config.editable import EDITABLE
from broadsheet.config.reading import read_settings
from broadsheet.config.settings import (
    Settings,
    SettingsError,
    settings_file,
)
from broadsheet.config.writing import save_setting
from tests.files import write_settings


def saved(content: str, theme: str) -> str:
    write_settings(content)
    save_setting("theme", theme)
    return settings_file().read_text("utf-8")


def test_the_first_setting_that_is_saved_makes_the_file(own_folders: Path) -> None:
    save_setting("theme", "nord")
    assert settings_file().read_text("utf-8") == 'theme = "nord"\n'
    assert settings_file().stat().st_mode & 0o777 == 0o600
    assert read_settings() == (Settings(theme="nord"), [])


def test_only_the_value_of_the_setting_changes() -> None:
    before = '# Mine.\ntheme = \'nord\'  # dark\nsort = "-heat"\n\n[other]\ntheme = "x"\n'
    assert saved(before, "gruvbox") == before.replace("'nord'", '"gruvbox"')


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Mine.\n", '# Mine.\ntheme = "x"\n'),
        ('sort = "date"', 'sort = "date"\ntheme = "x"\n'),
        ('sort = "date"\n# End.\n', 'sort = "date"\ntheme = "x"\n# End.\n'),
        (
            '# Views.\n[[views]]\nname = "A"\nquery = "a"\n',
            'theme = "x"\n\n# Views.\n[[views]]\nname = "A"\nquery = "a"\n',
        ),
        ('sort = "date"\r\n\r\n[other]\r\n', 'sort = "date"\r\ntheme = "x"\n\r\n[other]\r\n'),
    ],
)
def test_a_new_setting_joins_those_of_the_file(before: str, after: str) -> None:
    write_settings("")
    settings_file().write_bytes(before.encode())
    save_setting("theme", "x")
    assert settings_file().read_bytes().decode() == after


def test_a_number_is_saved_in_place_of_a_word() -> None:
    write_settings('read_after = "never" # by hand\n')
    save_setting("read_after", 1.5)
    assert settings_file().read_text("utf-8") == "read_after = 1.5 # by hand\n"


@pytest.mark.parametrize(
    "content",
    [
        'theme = """\nnord"""',
        '"theme" = "nord"',
        "theme = [1]",
        "theme = ",
        'x = """\ntheme = 1\n"""',
    ],
)
def test_a_file_that_cannot_be_changed_safely_is_left_alone(content: str) -> None:
    write_settings(content)
    with pytest.raises(SettingsError, match=r"config\.toml"):
        save_setting("theme", "gruvbox")
    assert settings_file().read_text("utf-8") == content


def test_a_setting_that_cannot_be_written_is_told_with_the_name_of_the_file() -> None:
    settings_file().mkdir(parents=True)
    with pytest.raises(
        SettingsError, match=r"Cannot change .*config\.toml: this is not a regular file"
    ):
        save_setting("theme", "nord")


@given(st.text().filter(str.isprintable))
def test_any_text_is_read_back_as_it_was_saved(text: str) -> None:
    write_settings('# Mine.\nsort = "date"\n[[views]]\nname = "A"\nquery = "a"\n')
    save_setting("browser", text)
    save_setting("theme", text)
    settings, warnings = read_settings()
    assert (settings.browser, settings.theme) == (text, text or Settings().theme)
    assert warnings == []


def test_a_setting_is_saved_though_no_lock_can_be_kept(own_folders: Path) -> None:
    (own_folders / "state").write_text("in the way")
    save_setting("theme", "nord")
    assert read_settings() == (Settings(theme="nord"), [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[feeds]\nfetch = "manual"\n'),
        ('theme = "nord"', 'theme = "nord"\n\n[feeds]\nfetch = "manual"\n'),
        (
            '[feeds]\nfetch = "auto" # mine\n\n[keys]\nundo = "Z"\n',
            '[feeds]\nfetch = "manual" # mine\n\n[keys]\nundo = "Z"\n',
        ),
        (
            "[feeds]\nprivate_hosts = []\n\n# Views.\n[[views]]\nname=1\n",
            '[feeds]\nprivate_hosts = []\nfetch = "manual"\n\n# Views.\n[[views]]\nname=1\n',
        ),
    ],
)
def test_a_setting_of_a_table_is_saved_in_it(before: str, after: str) -> None:
    write_settings(before)
    save_setting("fetch", "manual", "feeds")
    assert settings_file().read_text("utf-8") == after


@pytest.mark.parametrize("text", ['feeds.fetch = "auto"\n', 'feeds = {fetch = "auto"}\n'])
def test_a_table_written_in_an_unusual_way_is_left_alone(text: str) -> None:
    write_settings(text)
    with pytest.raises(SettingsError, match="by hand"):
        save_setting("fetch", "manual", "feeds")
    assert settings_file().read_text("utf-8") == text


def test_a_value_that_a_setting_does_not_take_is_refused() -> None:
    write_settings("")
    with pytest.raises(SettingsError, match="'fetch' in"):
        save_setting("fetch", "sometimes", "feeds")
    assert settings_file().read_text("utf-8") == ""


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999", "soon"])
def test_what_is_no_number_gets_the_sentence_about_numbers(text: str) -> None:
    [setting] = [each for each in EDITABLE if each.key == "read_after"]
    with pytest.raises(SettingsError, match="must be a number of seconds"):
        save_setting(setting.key, setting.parsed(text))
    assert not settings_file().exists()


def test_a_setting_is_saved_above_what_was_wrong_before() -> None:
    assert saved("[keys]\nopen = 3\n", "nord") == 'theme = "nord"\n\n[keys]\nopen = 3\n'
