from pathlib import Path

import pytest

from reader.config import Settings, read_settings, settings_file


def write(content: str) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(content, "utf-8")


def test_without_a_file_the_defaults_hold() -> None:
    assert read_settings() == (Settings(), [])
    assert Settings() == Settings(library=None, theme="broadsheet-dark", sort="-date", browser="")


def test_the_file_is_below_the_configuration_folder(own_folders: Path) -> None:
    assert settings_file() == own_folders / "config" / "broadsheet" / "config.toml"


def test_every_setting_is_read() -> None:
    write('library = "/srv/news"\ntheme = "nord"\nsort = "-heat,date"\nbrowser = "w3m -s"\n')
    assert read_settings() == (Settings(Path("/srv/news"), "nord", "-heat,date", "w3m -s"), [])


def test_the_library_may_be_below_home(own_folders: Path) -> None:
    write('library = "~/news"')
    assert read_settings() == (Settings(library=own_folders / "news"), [])


@pytest.mark.parametrize("path", ["news", "./news", "~nobody-of-this-name/news"])
def test_a_library_that_depends_on_where_one_stands_is_refused(path: str) -> None:
    write(f'library = "{path}"')
    settings, warnings = read_settings()
    assert settings.library is None
    assert len(warnings) == 1
    assert "'library' must be a whole path" in warnings[0]


def test_an_empty_setting_is_the_default() -> None:
    write('library = ""\ntheme = ""\nsort = ""\nbrowser = ""\n')
    assert read_settings() == (Settings(), [])


def test_an_unknown_setting_is_named_and_the_others_hold() -> None:
    write('theme = "broadsheet-light"\ncolour = "red"\n[keys]\nquit = "x"\n')
    settings, warnings = read_settings()
    assert settings == Settings(theme="broadsheet-light")
    assert [warning.split(": ", 1)[1] for warning in warnings] == [
        "There is no setting 'colour', only library, theme, sort, browser.",
        "There is no setting 'keys', only library, theme, sort, browser.",
    ]
    assert all(warning.startswith(str(settings_file())) for warning in warnings)


@pytest.mark.parametrize("value", ["7", "true", '["-heat"]', "1979-05-27", '"a\\nb"', '"a\\u0000"'])
def test_a_value_that_is_no_line_of_text_costs_only_itself(value: str) -> None:
    write(f'sort = {value}\nbrowser = "firefox"\n')
    settings, warnings = read_settings()
    assert settings == Settings(browser="firefox")
    assert len(warnings) == 1
    assert "'sort' must be a text" in warnings[0]


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe", b"x = " + b"[" * 5000])
def test_a_file_that_is_not_toml_gives_the_defaults_and_a_warning(content: bytes) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_bytes(content)
    settings, warnings = read_settings()
    assert settings == Settings()
    assert len(warnings) == 1
    assert "so the defaults hold" in warnings[0]


def test_a_folder_where_the_file_should_be_gives_the_defaults_and_a_warning() -> None:
    settings_file().mkdir(parents=True)
    settings, warnings = read_settings()
    assert settings == Settings()
    assert len(warnings) == 1


def test_a_warning_never_carries_what_a_terminal_would_obey() -> None:
    write('"\\u001b]52;c;aGk=\\u0007\\u202ekey" = 1\n')
    _, [warning] = read_settings()
    assert warning.isprintable()
