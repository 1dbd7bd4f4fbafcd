import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import DEFAULT_VIEWS, SavedView, SettingsError, settings_file
from broadsheet.config.view_changes import (
    ChangedSinceError,
    ViewChange,
    remove_view,
    rename_view,
    save_view,
    shift_view,
    undo_view_change,
)
from broadsheet.text.door import clean_line
from broadsheet.text.folding import name_key
from tests.files import write_settings

FILE = """\
# My own settings.
theme = "nord"  # dark

# What I read first.
[[views]]
name = "A"  # the first
query = 'topic:"AI"'

[[views]]
query = "b"
name = "B"
colour = "red"

# Here ends what I read.

[other]
key = 1  # not ours

# The last.
[[views]]
name = "C"
query = "c"
"""


def content() -> str:
    return settings_file().read_bytes().decode("utf-8")


def names() -> list[str]:
    return [view.name for view in read_settings()[0].views]


def test_the_first_view_that_is_kept_joins_those_from_the_start() -> None:
    mine = SavedView("Mine", 'topic:"AI Hardware" sort:-heat')
    assert save_view(mine.name, mine.query).views == (*DEFAULT_VIEWS, mine)
    assert read_settings()[0].views == (*DEFAULT_VIEWS, mine)
    assert content().endswith(
        '[[views]]\nname = "Mine"\nquery = "topic:\\"AI Hardware\\" sort:-heat"\n'
    )


def test_a_view_from_the_start_stays_away_once_it_is_removed() -> None:
    remove_view("Hot")
    assert names() == ["Front page", "Long unread", "Videos"]
    for name in names():
        remove_view(name)
    assert names() == []
    save_view("Mine", "a")
    assert names() == ["Mine"]


def test_views_come_and_go_beside_other_settings() -> None:
    write_settings('# Mine.\ntheme = "nord"\n\n# Another program\'s.\n[other]\nkey = 1\n')
    before = content()
    save_view("X", "x")
    assert content().startswith(before)
    for name in names():
        remove_view(name)
    assert names() == []
    assert content() == before.replace("\n\n#", "\n\nviews = []\n\n#")
    save_view("X", "x")
    assert content() == before + '\n[[views]]\nname = "X"\nquery = "x"\n'


def test_only_the_value_that_changes_is_touched() -> None:
    write_settings(FILE)
    save_view("a", "topic:Portals")
    first = FILE.replace("'topic:\"AI\"'", '"topic:Portals"')
    rename_view("B", "Bee")
    assert content().split("# Here")[0] == first.replace('"B"', '"Bee"').split("# Here")[0]
    assert all(
        text in content() for text in ("# Here ends", "# not ours", "# The last.\n[[views]]")
    )


def test_a_comment_moves_with_the_view_that_it_stands_on() -> None:
    write_settings(FILE)
    assert [view.name for view in shift_view("A", 2).views] == ["B", "C", "A"]
    lines = content().splitlines()
    assert lines[lines.index('name = "A"  # the first') - 2] == "# What I read first."
    assert lines[lines.index('name = "C"') - 2] == "# The last."
    assert names() == ["B", "C", "A"]


def test_a_removed_view_leaves_what_stands_apart() -> None:
    write_settings(FILE)
    remove_view("B")
    assert "colour" not in content()
    assert "# Here ends what I read." in content()
    assert tomllib.loads(content())["other"] == {"key": 1}
    remove_view("A")
    assert "# Here ends what I read." in content()
    assert content().startswith('# My own settings.\ntheme = "nord"  # dark\n')
    assert names() == ["C"]


@pytest.mark.parametrize(
    ("name", "by", "order"),
    [
        ("A", 0, "ABC"),
        ("A", 1, "BAC"),
        ("A", 9, "BCA"),
        ("C", -2, "CAB"),
        ("C", -5, "CAB"),
        ("b", 1, "ACB"),
    ],
)
def test_a_view_is_moved_by_places(name: str, by: int, order: str) -> None:
    write_settings(FILE)
    shift_view(name, by)
    assert names() == list(order)


def test_an_entry_that_is_no_view_is_kept() -> None:
    write_settings('[[views]]\nname = "A"\nquery = "a"\n[[views]]\nname = "broken"\n')
    save_view("B", "b")
    shift_view("B", -9)
    assert names() == ["B", "A"]
    assert 'name = "broken"' in content()


def test_windows_line_ends_and_a_missing_last_one_do_no_harm() -> None:
    write_settings('theme = "nord"\r\n\r\n[[views]]\r\nname = "A"\r\nquery = "a"')
    save_view("B", "b")
    shift_view("B", -9)
    rename_view("A", "Z")
    settings, warnings = read_settings()
    assert (settings.theme, [view.name for view in settings.views]) == ("nord", ["B", "Z"])
    assert warnings == []


@pytest.mark.parametrize("name", ["", " ", "\x1b[2J", "\u202e"])
def test_a_view_needs_a_name(name: str) -> None:
    with pytest.raises(SettingsError, match="needs a name"):
        save_view(name, "a")
    with pytest.raises(SettingsError, match="needs a name"):
        rename_view("Hot", name)
    assert not settings_file().exists()


def test_a_name_belongs_to_one_view() -> None:
    with pytest.raises(SettingsError, match="already a view called “VIDEOS”"):
        rename_view("Hot", "VIDEOS")
    assert [view.name for view in rename_view("Hot", "HOT").views][1] == "HOT"
    assert [view.query for view in save_view("videos", "type:film").views][3] == "type:film"


def test_a_view_that_is_gone_meanwhile_is_named() -> None:
    with pytest.raises(SettingsError, match="no longer a view called “Gone”"):
        remove_view("Gone")


@pytest.mark.parametrize(
    "text",
    [
        b"theme = ",
        b"\xff\xfe",
        b'theme = "nord"\ntheme = "nord"',
        b"views = 7",
        b'views = [{name = "A", query = "a"}]',
        b'[[views]]\nname = "A"\n"query" = "a"',
        b'[[views]]\nname = "A"\nquery = """\na"""',
        b"[[views]]\nname = 'A'\nquery = '''a\n[[views]]\n'''",
    ],
)
def test_a_file_that_cannot_be_understood_whole_is_left_alone(text: bytes) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_bytes(text)
    with pytest.raises(SettingsError):
        save_view("A", "b")
    assert settings_file().read_bytes() == text
    assert list(settings_file().parent.iterdir()) == [settings_file()]


def test_a_folder_in_place_of_the_file_is_said() -> None:
    settings_file().mkdir(parents=True)
    with pytest.raises(SettingsError, match="Cannot change"):
        save_view("A", "a")


def test_a_linked_file_stays_a_link_and_keeps_its_mode(own_folders: Path) -> None:
    target = own_folders / "dotfiles" / "broadsheet.toml"
    target.parent.mkdir()
    target.write_text('theme = "nord"\n', "utf-8")
    target.chmod(0o640)
    settings_file().parent.mkdir(parents=True)
    settings_file().symlink_to(target)
    save_view("A", "a")
    assert settings_file().readlink() == target
    assert target.stat().st_mode & 0o777 == 0o640
    assert names()[-1] == "A"


def test_a_full_disk_leaves_the_file_as_it_was() -> None:
    write_settings(FILE)
    code = (
        "import resource, signal\n"
        "from broadsheet.config.settings import SettingsError\n"
        "from broadsheet.config.view_changes import save_view\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "try: save_view('A', 'b')\n"
        "except SettingsError as error: print(error)\n"
    )
    finished = subprocess.run(
        [sys.executable, "-B", "-c", code],
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Cannot change" in finished.stdout
    assert content() == FILE
    assert list(settings_file().parent.iterdir()) == [settings_file()]


def everything() -> tuple[str, tuple[SavedView, ...]]:
    return content(), read_settings()[0].views


@pytest.mark.parametrize(
    "change",
    [
        lambda: save_view("New", "n"),
        lambda: save_view("b", "n"),
        lambda: rename_view("B", "Bee"),
        lambda: rename_view("B", "b"),
        lambda: shift_view("A", 2),
        lambda: shift_view("C", -2),
        lambda: remove_view("C"),
    ],
)
def test_a_change_is_undone_to_the_letter(change: Callable[[], ViewChange]) -> None:
    write_settings(FILE)
    shift_view("A", 0)  # the file as this module lays it out
    before = everything()
    done = change()
    assert everything() != before
    undo_view_change(done)
    assert everything() == before


def test_a_removed_view_comes_back_in_its_place_with_what_else_its_table_held() -> None:
    write_settings(FILE)
    undo_view_change(remove_view("B"))
    assert names() == ["A", "B", "C"]
    assert 'colour = "red"' in content()
    assert content().count("# Here ends what I read.") == 1


def test_the_last_view_comes_back() -> None:
    write_settings('[[views]]\nname = "A"\nquery = "a"\n')
    removed = remove_view("A")
    assert names() == []
    assert undo_view_change(removed).views == (SavedView("A", "a"),)
    assert content() == '[[views]]\nname = "A"\nquery = "a"\n'


@pytest.mark.parametrize(
    ("change", "since"),
    [
        (lambda: remove_view("B"), lambda: save_view("b", "other")),
        (lambda: save_view("New", "n"), lambda: save_view("New", "other")),
        (lambda: save_view("New", "n"), lambda: remove_view("New")),
        (lambda: rename_view("B", "Bee"), lambda: save_view("B", "other")),
        (lambda: rename_view("B", "Bee"), lambda: rename_view("Bee", "Wasp")),
    ],
)
def test_what_was_changed_again_since_stays(
    change: Callable[[], ViewChange], since: Callable[[], ViewChange]
) -> None:
    write_settings(FILE)
    done = change()
    since()
    before = everything()
    with pytest.raises(ChangedSinceError, match="stays as it is"):
        undo_view_change(done)
    assert everything() == before


def test_processes_that_save_views_at_the_same_time_lose_none() -> None:
    code = (
        "import sys; from broadsheet.config.view_changes import save_view\n"
        "for n in range(12): save_view(f'{sys.argv[1]} {n}', 'a')"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, name], env=os.environ) for name in "ab"
    ]
    assert [process.wait() for process in started] == [0, 0]
    assert set(names()) == {
        *(view.name for view in DEFAULT_VIEWS),
        *(f"{name} {number}" for name in "ab" for number in range(12)),
    }


_TEXTS = st.text(max_size=20)


@given(st.lists(st.tuples(_TEXTS, _TEXTS), max_size=8), st.randoms(use_true_random=False))
def test_whatever_is_kept_is_found_again(pairs: list[tuple[str, str]], random: Random) -> None:
    write_settings(FILE)
    expected = {
        "a": SavedView("A", 'topic:"AI"'),
        "b": SavedView("B", "b"),
        "c": SavedView("C", "c"),
    }
    for name, query in pairs:
        cleaned = clean_line(name)
        if cleaned:
            save_view(name, query)
            old = expected.get(name_key(cleaned), SavedView(cleaned, ""))
            expected[name_key(cleaned)] = SavedView(old.name, clean_line(query))
            shift_view(cleaned, random.randrange(-4, 5))
    settings, warnings = read_settings()
    assert {name_key(view.name): view for view in settings.views} == expected
    assert all("other" in warning or "colour" in warning for warning in warnings)
    assert tomllib.loads(content())["other"] == {"key": 1}
