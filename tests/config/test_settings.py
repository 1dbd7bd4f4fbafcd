import os
from dataclasses import fields
from pathlib import Path

import pytest

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import (
    DEFAULT_VIEWS,
    FeedSettings,
    FolderRules,
    SavedView,
    Settings,
    SettingsError,
    TextSettings,
    settings_file,
)
from broadsheet.config.writing import save_setting
from broadsheet.library.query.parse import parse
from tests.files import write_settings


def test_without_a_file_the_defaults_hold() -> None:
    assert read_settings() == (Settings(), [])
    assert Settings() == Settings(library=None, theme="broadsheet-dark", sort="-date", browser="")


def test_the_file_is_below_the_configuration_folder(own_folders: Path) -> None:
    assert settings_file() == own_folders / "config" / "broadsheet" / "config.toml"


def test_a_pipe_or_a_flood_in_place_of_the_settings_keeps_nobody_waiting() -> None:
    settings_file().parent.mkdir(parents=True)
    os.mkfifo(settings_file())
    for said in ("not a regular file", "larger than 4 MB"):
        settings, [warning] = read_settings()
        assert settings == Settings()
        assert said in warning
        with pytest.raises(SettingsError, match=said):
            save_setting("sort", "-heat")
        settings_file().unlink(missing_ok=True)
        write_settings("#" * (4 * 1024 * 1024 + 1))


def test_every_setting_is_read() -> None:
    write_settings(
        'library = "/srv/news"\ntheme = "nord"\nsort = "-heat,date"\nbrowser = "w3m -s"\n'
    )
    assert read_settings() == (Settings(Path("/srv/news"), "nord", "-heat,date", "w3m -s"), [])


def test_the_library_may_be_below_home(own_folders: Path) -> None:
    write_settings('library = "~/news"')
    assert read_settings() == (Settings(library=own_folders / "news"), [])


@pytest.mark.parametrize("path", ["news", "./news", "~nobody-of-this-name/news"])
def test_a_library_that_depends_on_where_one_stands_is_refused(path: str) -> None:
    write_settings(f'library = "{path}"')
    settings, warnings = read_settings()
    assert settings.library is None
    assert len(warnings) == 1
    assert "'library' must be a full path" in warnings[0]


def test_a_table_of_the_library_without_settings_is_no_mistake() -> None:
    write_settings('[library]\n# path = "~/news"\n')
    assert read_settings() == (Settings(), [])


def test_rules_for_the_folder_stand_under_library(own_folders: Path) -> None:
    write_settings(
        '[library]\npath = "~/news"\nfollow_links_out = true\nonly = ["a/**"]\nskip = ["b"]\n'
    )
    rules = FolderRules(follow_links_out=True, only=("a/**",), skip=("b",))
    assert read_settings() == (Settings(library=own_folders / "news", folder_rules=rules), [])


@pytest.mark.parametrize(
    "line", ['follow_links_out = "yes"', "only = 3", "skip = [3]", "other = 1", "path = 3"]
)
def test_a_faulty_rule_is_named_and_the_others_hold(line: str) -> None:
    write_settings(f"[library]\n{line}\n")
    settings, warnings = read_settings()
    assert settings == Settings()
    assert len(warnings) == 1
    assert repr(line.partition(" ")[0]) in warnings[0]


def test_an_empty_setting_is_the_default() -> None:
    write_settings('library = ""\ntheme = ""\nsort = ""\nbrowser = ""\n')
    assert read_settings() == (Settings(), [])


def test_an_unknown_setting_is_named_and_the_others_hold() -> None:
    write_settings('theme = "broadsheet-light"\ncolour = "red"\n[sounds]\nquit = "x"\n')
    settings, warnings = read_settings()
    assert settings == Settings(theme="broadsheet-light")
    known = ", ".join(each.name for each in fields(Settings) if each.name != "folder_rules")
    assert [warning.split(": ", 1)[1] for warning in warnings] == [
        f"Line {line}: There is no setting {key!r}, only {known}."
        for line, key in ((2, "colour"), (3, "sounds"))
    ]
    assert all(warning.startswith(str(settings_file())) for warning in warnings)


def test_an_unknown_setting_of_a_view_is_named() -> None:
    write_settings('[[views]]\nname = "A"\nquery = "a"\nqeury = "b"\n')
    settings, [warning] = read_settings()
    assert settings.views == (SavedView("A", "a"),)
    assert "There is no setting 'qeury' under [[views]], only name, query." in warning


@pytest.mark.parametrize("value", ["7", "true", '["-heat"]', "1979-05-27", '"a\\nb"', '"a\\u0000"'])
def test_a_value_that_is_no_line_of_text_costs_only_itself(value: str) -> None:
    write_settings(f'sort = {value}\nbrowser = "firefox"\n')
    settings, warnings = read_settings()
    assert settings == Settings(browser="firefox")
    assert len(warnings) == 1
    assert "'sort' must be text" in warnings[0]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("0", 0.0), ("1.5", 1.5), ("90", 90.0), ('"at once"', 0.0), ('"never"', None)],
)
def test_when_an_article_counts_as_read_can_be_set(value: str, seconds: float | None) -> None:
    write_settings(f"read_after = {value}")
    assert read_settings() == (Settings(read_after=seconds), [])


@pytest.mark.parametrize(
    "value", ["-1", "true", "nan", "inf", "1" * 400, '"soon"', '""', "[2]", "2024-01-01"]
)
def test_a_time_that_is_none_costs_only_itself(value: str) -> None:
    write_settings(f'read_after = {value}\ntheme = "nord"')
    settings, [warning] = read_settings()
    assert settings == Settings(theme="nord")
    assert "'read_after' must be a number of seconds" in warning


def test_a_file_that_windows_wrote_is_read() -> None:
    write_settings('\ufefftheme = "nord"\r\n')
    assert read_settings() == (Settings(theme="nord"), [])
    save_setting("sort", "-heat")
    assert read_settings() == (Settings(theme="nord", sort="-heat"), [])


def test_a_file_in_another_encoding_is_named_and_left_alone() -> None:
    write_settings("")
    settings_file().write_bytes("# Grün\n".encode("latin-1"))
    settings, (warning,) = read_settings()
    assert settings == Settings()
    assert warning.endswith("the defaults apply: this file is not UTF-8 text")
    with pytest.raises(SettingsError, match="not UTF-8 text"):
        save_setting("theme", "nord")


def test_views_are_read_in_their_order() -> None:
    write_settings(
        '[[views]]\nname = "Chips &amp; more"\nquery = "topic:AI  sort:-heat"\n'
        '[[views]]\nquery = ""\nname = "All"\n'
    )
    views = (SavedView("Chips & more", "topic:AI sort:-heat"), SavedView("All", ""))
    assert read_settings() == (Settings(views=views), [])


def test_without_views_in_the_file_there_are_some_and_an_empty_list_is_none() -> None:
    write_settings('theme = "nord"')
    assert [view.name for view in read_settings()[0].views] == [
        *("Front page", "Hot", "Long unread", "Videos")
    ]
    write_settings("views = []")
    assert read_settings() == (Settings(views=()), [])


@pytest.mark.parametrize("view", DEFAULT_VIEWS)
def test_the_views_from_the_start_are_understood(view: SavedView) -> None:
    query = parse(view.query)
    assert query.notes == ()
    assert str(query) == view.query


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ('name = "x"', "Each view needs a 'name' and a 'query' in quotes."),
        ('query = "x"', "Each view needs a 'name' and a 'query' in quotes."),
        ('name = " \\t"\nquery = "x"', "Each view needs a 'name' and a 'query'"),
        ('name = "x"\nquery = 7', "Each view needs a 'name' and a 'query' in quotes."),
        ('name = "GOOD"\nquery = "x"', "There are two views called 'GOOD': the first one is used."),
    ],
)
def test_a_view_that_is_none_costs_only_itself(entry: str, sentence: str) -> None:
    write_settings(f'[[views]]\nname = "Good"\nquery = "a"\n[[views]]\n{entry}\n')
    settings, [warning] = read_settings()
    assert settings.views == (SavedView("Good", "a"),)
    assert sentence in warning


def test_views_that_are_no_list_give_the_defaults_and_a_warning() -> None:
    write_settings('views = "Front page"')
    settings, [warning] = read_settings()
    assert settings == Settings()
    assert "Write each view as a table of its own" in warning


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe", b"x = " + b"[" * 5000])
def test_a_file_that_is_not_toml_gives_the_defaults_and_a_warning(content: bytes) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_bytes(content)
    settings, warnings = read_settings()
    assert settings == Settings()
    assert len(warnings) == 1
    assert "so the defaults apply" in warnings[0]


def test_a_folder_where_the_file_should_be_gives_the_defaults_and_a_warning() -> None:
    settings_file().mkdir(parents=True)
    settings, warnings = read_settings()
    assert settings == Settings()
    assert len(warnings) == 1


def test_a_warning_never_carries_what_a_terminal_would_obey() -> None:
    write_settings('"\\u001b]52;c;aGk=\\u0007\\u202ekey" = 1\n')
    _, [warning] = read_settings()
    assert warning.isprintable()


def test_feeds_have_a_table_of_their_own() -> None:
    write_settings('[feeds]\nfetch = "manual"\nprivate_hosts = ["nas.local"]\n')
    settings, warnings = read_settings()
    assert settings.feeds == FeedSettings("manual", ("nas.local",))
    assert warnings == []
    write_settings('[feeds]\nfetch = "often"\nhosts = 1\n')
    settings, warnings = read_settings()
    assert settings.feeds == FeedSettings()
    assert len(warnings) == 2


def test_full_texts_have_a_table_of_their_own() -> None:
    write_settings('[text]\nfetch = "manual"\nlimit = 20\n')
    settings, faults = read_settings()
    assert (settings.text, faults) == (TextSettings("manual", 20), [])
    write_settings('[text]\nfetch = 1\nlimit = "much"\nsize = 1\n')
    settings, faults = read_settings()
    assert settings.text == TextSettings()
    assert len(faults) == 3
    write_settings("text = 1\n")
    assert read_settings()[0].text == TextSettings()


def test_rows_have_one_line_or_two() -> None:
    write_settings("[table]\nlines = 2\n")
    settings, faults = read_settings()
    assert (settings.table.lines, faults) == (2, [])
    for wrong in ("3", "0", '"2"', "true", "1.0"):
        write_settings(f"[table]\nlines = {wrong}\n")
        settings, [warning] = read_settings()
        assert settings.table.lines == 1
        assert "'lines' in [table] must be 1 or 2." in warning


def test_the_columns_of_the_table_can_be_chosen_and_the_title_stays() -> None:
    write_settings('[table]\ncolumns = ["date", "title", "author", "date"]\n')
    settings, faults = read_settings()
    assert (settings.table.columns, faults) == (("date", "title", "author"), [])
    write_settings('[table]\ncolumns = ["heat"]\n')
    assert read_settings()[0].table.columns == ("title", "heat")
    write_settings('[table]\ncolumns = ["heat", "colour"]\n')
    settings, [warning] = read_settings()
    assert settings == Settings()
    assert "'columns' in [table] must be a list of title, source" in warning


@pytest.mark.parametrize(
    ("toml", "why"),
    [
        (
            '[keys]\npreset = "vim"\n\n[keys]\nopen = "O"\n',
            "[keys] is there twice (at line 4, column 6): put all of its lines below the first one",
        ),
        ('theme = "dark"\ntheme = "light"\n', "This key is there twice (at line 2, column "),
    ],
)
def test_what_stands_twice_in_the_file_is_named_as_it_is_written(toml: str, why: str) -> None:
    write_settings(toml)
    (said,) = read_settings()[1]
    assert why in said
    assert "(at line" in said


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ("sort = 3", 1),
        ('theme = "nord"\n\nread_after = "soon"', 3),
        ("feeds = 1", 1),
        ('[feeds]\nfetch = "auto"\n[ text ] # mine\nfetch = 1', 4),
        ('[text]\nlimit = "much"\n[pictures]\nlimit = 1', 2),
        ('text.fetch = "often"', 1),
        ('[library]\n"path" = "news"', 2),
        ("[keys]\nopen = 3", 2),
        ('[[views]]\nname = "A"\nquery = "a"\n[[views]]\nname = "B"', 4),
        ('[[rules]]\nquery = "a"\n[[rules]]\nquery = "b"\nsince = 1', 3),
        ("[[providers]]\nweight = 1", 1),
        ("rules = 1", 1),
    ],
)
def test_what_is_wrong_is_named_with_its_line(toml: str, line: int) -> None:
    write_settings(toml)
    [warning] = read_settings()[1]
    assert warning.startswith(f"{settings_file()}: Line {line}: ")


def test_what_is_hard_to_find_is_named_without_a_line() -> None:
    write_settings('views = [{name = "A"}]\n')
    [warning] = read_settings()[1]
    assert warning.startswith(f"{settings_file()}: Each view needs")
