"""Programs of the user's own, which a key runs on an article."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import KeySettings, Program, Settings
from broadsheet.tui import keys
from broadsheet.tui.actions import programs
from broadsheet.tui.rebinding import rebind
from tests.files import write_article, write_settings
from tests.tui.conftest import OpenReader, RunningReader

RECORD = (
    "import json,sys; "
    "json.dump([sys.argv[2:], sys.stdin.read()], open(sys.argv[1], 'w'), ensure_ascii=False)"
)


@pytest.fixture(autouse=True)
def keys_as_before() -> Iterator[None]:
    yield
    rebind(KeySettings())


def program(
    *argv: str, shows: bool = False, reads: str = "none", in_terminal: bool = False
) -> Program:
    assert reads in ("markdown", "html", "none")
    return Program("Mine", "M", argv, in_terminal, reads, shows, 1)  # type: ignore[arg-type]


async def run(reading: RunningReader) -> None:
    """Do what the key of the first program does: keys are bound before the screen is imported."""
    await reading.main.run_action("run_program(0)")
    await reading.settle()


KNOWN = "name, key, argv, terminal, input, output"
HOSTILE = "--eval=$(touch harm) `touch harm` ; {url} “quoted” | x"


async def test_an_article_is_one_argument_and_nothing_else(
    open_reader: OpenReader, news: Path, tmp_path: Path
) -> None:
    path = write_article(
        news,
        "a.md",
        HOSTILE,
        "originalUrl: https://example.com/a?b=1&c=2",
        "excerpt: In <b>short</b>.",
        body="The *body*\n\n<script>alert(1)</script>",
    )
    record = tmp_path / "record.json"
    argv = (sys.executable, "-c", RECORD, str(record), "{url}", "--t={title}", "{title}", "{file}")
    settings = Settings(programs=(program(*argv, reads="markdown"),))
    async with open_reader(news, settings=settings) as reading:
        await run(reading)
        await reading.until(lambda: record.exists() and record.read_text("utf-8")[-1:] == "]")
        await reading.settle()
    words, given = json.loads(record.read_text("utf-8"))
    title = HOSTILE.lstrip("-")
    assert words == ["https://example.com/a?b=1&c=2", f"--t={title}", title, str(path)]
    assert given.startswith("# ")
    assert "The *body*" in given
    assert "alert" not in given


async def test_what_a_program_prints_is_shown_clean(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "A title", body="Some *words*")
    code = r"import sys; print('\x1b]52;c;aGk=\x07first'); print(sys.stdin.read())"
    argv = (sys.executable, "-c", code)
    settings = Settings(programs=(program(*argv, shows=True, reads="html"),))
    async with open_reader(news, settings=settings) as reading:
        await run(reading)
        await reading.until(lambda: reading.app.screen is not reading.main)
        shown = reading.app.screen.query_one("#text")
        lines = shown._lines  # type: ignore[attr-defined]
        assert lines[0] == "first"
        assert "<p>Some <em>words</em></p>" in lines


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("/no/such/program",), "/no/such/program does not start: No such file or directory."),
        (
            (sys.executable, "-c", "import sys; sys.exit('not today')"),
            "Mine ended with status 1: not today",
        ),
        (
            (sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"),
            "Mine ended by signal 9.",
        ),
        (("true", "{url}"), "This article has no url for Mine."),
    ],
)
async def test_a_program_that_fails_is_reported(
    open_reader: OpenReader, news: Path, argv: tuple[str, ...], said: str
) -> None:
    write_article(news, "a.md", "A title", "originalUrl:", body="Text")
    async with open_reader(news, settings=Settings(programs=(program(*argv),))) as reading:
        await run(reading)
        await reading.until(lambda: said in reading.said)


async def test_a_program_that_shows_nothing_is_said_to_have_started(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title")
    async with open_reader(news, settings=Settings(programs=(program("true"),))) as reading:
        await run(reading)
        assert reading.said == "Started Mine."


async def test_endless_output_is_cut(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "_MOST_SHOWN", 10_000)
    write_article(news, "a.md", "A title")
    async with open_reader(news, settings=Settings(programs=(program("yes", shows=True),))) as all_:
        await run(all_)
        await all_.until(lambda: all_.app.screen is not all_.main)
        assert "signal" not in all_.said


def read(toml: str) -> tuple[tuple[Program, ...], list[str]]:
    write_settings(toml)
    settings, faults = read_settings()
    said = [*faults, *rebind(settings.keys, settings.programs)]
    return settings.programs, [fault.partition(": ")[2] for fault in said]


def test_programs_are_read_and_bound() -> None:
    programs, faults = read(
        '[[programs]]\nname = "Play"\nkey = "M"\nargv = ["mpv", "{url}"]\n'
        '[[programs]]\nname = "Edit"\nkey = "ctrl+e"\nargv = ["vi", "{file}"]\nterminal = true\n'
    )
    assert faults == []
    assert [(each.name, each.argv, each.in_terminal) for each in programs] == [
        ("Play", ("mpv", "{url}"), False),
        ("Edit", ("vi", "{file}"), True),
    ]
    assert [(each.key, each.action) for each in keys.PROGRAMS] == [
        ("M", "run_program(0)"),
        ("ctrl+e", "run_program(1)"),
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('key = "s"\nargv = ["x"]', "Line 1: 's' already means “Star”, so it does not run 'P'."),
        ('key = "no"\nargv = ["x"]', "Line 1: There is no key 'no'."),
        (
            'key = "M"\nargv = ["x", "{body}"]',
            "Line 1: There is no {body} to fill in, only {url}, {title} and {file}.",
        ),
        (
            'key = "M"\nargv = "mpv {url}"',
            'Line 1: A program needs a name, a key, and argv: ["mpv", "{url}"].',
        ),
        (
            'key = "M"\nargv = ["x"]\nterminal = true\noutput = "show"',
            "Line 1: 'terminal' must be true or false, and not true if the output is shown.",
        ),
        (
            'key = "M"\nargv = ["x"]\nshell = true',
            f"Line 1: There is no setting 'shell' under [[programs]], only {KNOWN}.",
        ),
    ],
)
def test_a_faulty_program_is_said_with_its_line(lines: str, said: str) -> None:
    assert read(f'[[programs]]\nname = "P"\n{lines}\n')[1] == [said]
    assert keys.PROGRAMS == []
