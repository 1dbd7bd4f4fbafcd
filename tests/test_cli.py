"""The commands as a shell runs them: processes of their own, and what they print."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import __version__
from reader.paths import bundled
from tests.files import touch_later, write_article
from tests.hostile import HOSTILE_STRINGS
from tests.hostile_library import write_hostile_library
from tests.terminal.reader_env import REPOSITORY, reader_environment
from tests.terminal.sequences import foreign_sequences
from tests.terminal.terminal import Terminal

BROADSHEET = [sys.executable, "-m", "reader"]
TITLE = 5  # its column in the TSV

# Besides controls: what breaks a line, turns the reading direction or is no text at all.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

Run = Callable[..., subprocess.CompletedProcess[str]]
Out = Callable[..., str]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return reader_environment(tmp_path_factory.mktemp("reader"))


@pytest.fixture(scope="module")
def run(environment: dict[str, str]) -> Run:
    """Runs a command, its output a pipe; further variables of the environment by keyword."""

    def run(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*BROADSHEET, *arguments],
            check=False,
            cwd=REPOSITORY,
            env=environment | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
        )

    return run


@pytest.fixture(scope="module")
def out(run: Run) -> Out:
    """Runs a command that has nothing to complain of; returns what it prints."""

    def out(*arguments: str | Path, **variables: str) -> str:
        finished = run(*arguments, **variables)
        assert (finished.stderr, finished.returncode) == ("", 0)
        return finished.stdout

    return out


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four articles that differ in all one can ask for."""
    folder = tmp_path_factory.mktemp("library")
    write_article(
        *(folder, "chips.md", "Chips are scarce", "quality: 60", "heat: -1", "type: video"),
        *("publishedDateTime: 2023-01-01T10:00:00Z", "topics: [AI Hardware, AI]"),
        *("provider: {name: IBM, domain: ibm.com}", "price: 12", "levels:", "  - {name: beginner}"),
        body="The *body*.",
    )
    write_article(
        *(folder, "deep/factories.md", "Factories are built", "quality: 40", "heat: 90"),
        *("publishedDateTime: 2023-01-02T10:00:00Z", "type: article", "topics: [AI, Hardware]"),
    )
    write_article(
        *(folder, "markets.md", "Markets rally again", "type: article", "topics: [Markets]"),
        *("publishedDateTime: 2023-01-03T10:00:00Z", "provider: {name: Market Intelligence Daily}"),
    )
    write_article(folder, "undated.md", "Nothing is known")
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A library of hostile fields and file names, and how many articles it has."""
    folder = tmp_path_factory.mktemp("hostile")
    count = write_hostile_library(folder)
    for number, trick in enumerate(HOSTILE_STRINGS):
        name = trick.text.encode("utf-8", "ignore")[:100].decode("utf-8", "ignore")
        name = f"{number} {name}.md".translate({0: None, ord("/"): None})
        write_article(folder, name, "By its name", "quality: high", url="https://example.com/")
    return folder, count + len(HOSTILE_STRINGS)


def titles(tsv: str) -> list[str]:
    return [line.split("\t")[TITLE].split()[0] for line in tsv.splitlines()]


# list


def test_list_prints_a_line_an_article_the_newest_first(out: Out, library: Path) -> None:
    assert out("list", library) == (
        "2023-01-03            Market Intelligen…  Markets rally again\n"
        "2023-01-02   40   90                      Factories are built\n"
        "2023-01-01   60   -1  IBM                 Chips are scarce\n"
        "                                          Nothing is known\n"
    )


def test_list_prints_the_seeds(out: Out) -> None:
    lines = out("list", bundled("seeds")).splitlines()
    assert [line[:38] for line in lines] == [
        "2023-11-06   32   32  IT World Canada ",
        "2023-05-18   59   -1  about.fb        ",
    ]


def test_list_of_a_single_article_prints_that_one(out: Out, library: Path) -> None:
    article = library / "deep" / "factories.md"
    [line] = out("list", article, "--json").splitlines()
    assert json.loads(line)["path"] == "factories.md"
    assert out("list", article, "-Factories") == ""


def test_json_has_the_fields_of_the_file_by_their_own_names(out: Out, library: Path) -> None:
    [line] = out("list", library, "chips", "--json").splitlines()
    assert json.loads(line) == {
        "path": "chips.md",
        "title": "Chips are scarce",
        "originalUrl": "https://example.com/chips.md",
        "quality": 60,
        "heat": -1,
        "type": "video",
        "publishedDateTime": "2023-01-01T10:00:00Z",
        "topics": ["AI Hardware", "AI"],
        "provider": {"name": "IBM", "domain": "ibm.com"},
        "price": 12,
        "levels": [{"name": "beginner"}],
        "body": "The *body*.",
        "read": False,
        "starred": False,
    }


def test_json_of_the_seeds_has_every_field_that_they_have(out: Out) -> None:
    articles = [json.loads(line) for line in out("list", bundled("seeds"), "--json").splitlines()]
    for article in articles:
        text = (bundled("seeds") / article["path"]).read_text("utf-8")
        assert set(re.findall(r"^(\w+):", text, re.MULTILINE)) <= article.keys()
    assert [article["heat"] for article in articles] == [32, -1]
    assert [article["published"] for article in articles] == [False, False]
    assert articles[1]["related"][0]["provider"]["name"] == "IBM"


def test_tsv_has_eight_columns_and_absent_values_are_empty(out: Out, library: Path) -> None:
    factories, undated = out("list", library, "--tsv").splitlines()[1::2]
    assert factories == (
        "2023-01-02T10:00:00Z\t40\t90\t\tarticle\tFactories are built"
        "\thttps://example.com/deep/factories.md\tdeep/factories.md"
    )
    assert undated == "\t\t\t\t\tNothing is known\thttps://example.com/undated.md\tundated.md"


@pytest.mark.parametrize("form", [(), ("--json",), ("--tsv",)])
def test_list_prints_the_same_whether_the_index_is_new_or_not(
    out: Out, library: Path, tmp_path: Path, form: tuple[str, ...]
) -> None:
    cache = str(tmp_path)
    first = out("list", library, *form, XDG_CACHE_HOME=cache)
    assert first.count("\n") == 4
    assert out("list", library, *form, XDG_CACHE_HOME=cache) == first


def test_count_and_limit(out: Out, library: Path) -> None:
    assert out("list", library, "--count") == "4\n"
    assert out("list", library, "--count", "topic:Nowhere") == "0\n"
    assert titles(out("list", library, "--tsv", "--limit", "2")) == ["Markets", "Factories"]
    assert out("list", library, "--limit=0") == ""
    assert out("list", library, "--limit=9", "--count") == "4\n"


@pytest.mark.parametrize(
    ("keys", "order"),
    [
        ("-heat", ["Factories", "Chips", "Markets", "Nothing"]),
        ("heat", ["Chips", "Factories", "Markets", "Nothing"]),
        ("-quality", ["Chips", "Factories", "Markets", "Nothing"]),
        ("quality,-title", ["Factories", "Chips", "Nothing", "Markets"]),
        ("date", ["Chips", "Factories", "Markets", "Nothing"]),
        ("title", ["Chips", "Factories", "Markets", "Nothing"]),
    ],
)
def test_sort_puts_what_is_absent_last_in_both_directions(
    out: Out, library: Path, keys: str, order: list[str]
) -> None:
    assert titles(out("list", library, "--tsv", f"--sort={keys}")) == order
    assert titles(out("list", library, "--tsv", "--sort", keys)) == order
    assert titles(out("list", library, f"sort:{keys}", "--tsv")) == order


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (["markest", "raly"], ["Markets"]),
        (["factries"], ["Factories"]),
        (["-type:video"], ["Markets", "Factories", "Nothing"]),
        (["-type:video", "quality:>5"], ["Factories"]),
        (["-type:video quality:>5"], ["Factories"]),
        (["topic:AI", "-Factories"], ["Chips"]),
        (["topic:AI Hardware"], ["Chips"]),
        (["-topic:AI Hardware"], ["Markets", "Factories", "Nothing"]),
        (["topic:AI Hardware quality:<50"], []),
        (["topic:ai hardware", "topic:markets"], ["Markets", "Chips"]),
        (['topic:"AI Hardware" type:video'], ["Chips"]),
        (["topic:AI factories"], ["Factories"]),
        (['"are built"'], ["Factories"]),
        (["provider:ibm.com"], ["Chips"]),
        (["heat:none", "after:2023"], ["Markets"]),
        (["heat:<0"], ["Chips"]),
        (["before:2023-01-02"], ["Chips"]),
        (["is:unread has:body"], ["Chips"]),
    ],
)
def test_whatever_is_no_option_is_query(
    out: Out, library: Path, query: list[str], found: list[str]
) -> None:
    assert titles(out("list", library, *query, "--tsv")) == found
    assert titles(out("list", "--tsv", library, *query)) == found


def test_what_of_a_query_is_not_understood_is_said_beside_the_output(
    run: Run, library: Path
) -> None:
    finished = run("list", library, "qualty:>5", "--json")
    assert (finished.stdout, finished.returncode) == ("", 0)
    [note] = finished.stderr.splitlines()
    assert "did you mean `quality:`" in note


# What a pipe gets


@pytest.mark.parametrize("form", ["", "--json", "--tsv"])
def test_output_to_a_pipe_is_safe_whatever_the_files_hold(
    run: Run, hostile: tuple[Path, int], form: str
) -> None:
    folder, count = hostile
    finished = run("list", folder, *filter(None, [form]))
    assert (finished.stderr, finished.returncode) == ("", 0)
    assert not UNSAFE.search(finished.stdout)
    assert ("\t" in finished.stdout) == (form == "--tsv")
    lines = finished.stdout.split("\n")[:-1]
    assert len(lines) == len(finished.stdout.splitlines()) == count
    if form == "--tsv":
        assert {line.count("\t") for line in lines} == {7}


def test_values_taken_out_of_the_json_are_safe_too(out: Out, hostile: tuple[Path, int]) -> None:
    folder, _ = hostile
    for line in out("list", folder, "--json").splitlines():
        unescaped = json.dumps(json.loads(line), ensure_ascii=False).replace("\\n", "")
        assert not re.search(r"\\u[0-9a-f]{4}|\\[bfrt]", unescaped.replace("\\\\", ""))
        assert not UNSAFE.search(unescaped)


def test_complaints_are_safe_whatever_files_and_arguments_hold(
    run: Run, hostile: tuple[Path, int]
) -> None:
    folder, _ = hostile
    checked = run("check", folder)
    assert checked.stdout.count("\n") >= len(HOSTILE_STRINGS)
    trick = "\x1b]0;x\x07\x9b2J\u202e\n"
    complaints = [
        run("list", folder / f"no{trick}"),
        run("list", folder, "--limit", trick),
        run("list", folder, f"quality:{trick}", f"zzz{trick}:1"),
        run("check", folder, f"--{trick}"),
        run("demo", "1", folder / "000.md" / trick),
        run("demo", trick, folder),
        run(f"no{trick}"),
    ]
    assert [complaint.returncode for complaint in complaints] == [2, 2, 0, 2, 2, 2, 2]
    for finished in (checked, *complaints):
        assert finished.stderr
        assert not UNSAFE.search(finished.stdout + finished.stderr)


def test_the_locale_does_not_change_what_a_pipe_gets(out: Out) -> None:
    expected = out("list", bundled("seeds"))
    assert "–" in expected
    assert out("list", bundled("seeds"), PYTHONIOENCODING="ascii") == expected
    assert "…" in out("--help", PYTHONIOENCODING="latin-1")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of which every command prints more than it holds back."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(400):
        write_article(folder, f"{number}.md", f"Number {number} " + "long " * 40, "quality: high")
    return folder


def start(environment: dict[str, str], *arguments: str, stdout: int) -> subprocess.Popen[bytes]:
    command = [*BROADSHEET, *arguments]
    return subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=stdout, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize("form", ["--json", "--tsv", ""])
def test_head_ends_a_list_quietly(environment: dict[str, str], many: Path, form: str) -> None:
    arguments = ("list", str(many), *filter(None, [form]))
    with start(environment, *arguments, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert b"Number" in process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == -signal.SIGPIPE


@pytest.mark.parametrize(
    "arguments", [("list", "{}"), ("check", "{}"), ("index", "{}"), ("demo", "1", "{}/demo")]
)
def test_a_closed_pipe_ends_a_command_quietly(
    environment: dict[str, str], many: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    folder = tmp_path if arguments[0] == "demo" else many
    words = [word.format(folder) for word in arguments]
    with start(environment, *words, stdout=writing) as process:
        os.close(writing)
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == -signal.SIGPIPE


# What a terminal gets


def test_a_line_on_a_terminal_is_cut_to_its_width(environment: dict[str, str], news: Path) -> None:
    write_article(news, "0.md", "\u65b0\u805e" * 40, "provider: \u8a18\u4e8b\u306e\u898b\u51fa")
    write_article(news, "1.md", "x" + "\u65b0\u805e" * 40)
    write_article(news, "2.md", "e\u0301" * 18)
    write_article(news, "3.md", "\u2764\ufe0f" * 40)
    write_article(news, "4.md", "Fits to the last o")
    write_article(news, "5.md", "Is too long for me.")
    command = [*BROADSHEET, "list", str(news), "--sort=path"]
    with Terminal(command, env=environment, columns=60, rows=10) as terminal:
        assert terminal.wait_exit() == 0
    assert terminal.lines[:7] == [
        " " * 22 + "\u8a18\u4e8b\u306e\u898b\u51fa" + " " * 10 + "\u65b0\u805e" * 4 + "…",
        " " * 42 + "x" + "\u65b0\u805e" * 4 + "…",
        " " * 42 + "e\u0301" * 18,
        " " * 42 + "\u2764\ufe0f" * 8 + "\u2764…",
        " " * 42 + "Fits to the last o",
        " " * 42 + "Is too long for m…",
        "",
    ]


def test_a_terminal_gets_no_sequence_of_a_file(
    environment: dict[str, str], hostile: tuple[Path, int]
) -> None:
    folder, count = hostile
    command = [*BROADSHEET, "list", str(folder)]
    with Terminal(command, env=environment, columns=80, rows=24) as terminal:
        assert terminal.wait_exit() == 0
    assert foreign_sequences(terminal.raw) == []
    assert b"\x1b" not in terminal.raw
    assert terminal.raw.count(b"\n") == count


# check, index and demo


def test_check_names_file_line_field_and_reason(run: Run, news: Path) -> None:
    write_article(news, "broken.md", "Broken", "heat: 1", "quality: high")
    write_article(news, "sound.md", "Sound")
    finished = run("check", news)
    assert finished.returncode == 1
    [line] = finished.stdout.splitlines()
    assert re.fullmatch(r"broken\.md:5: quality: .*high.*", line)
    assert finished.stderr == "2 articles, 1 problems in 1 files\n"


def test_check_of_a_sound_library_prints_nothing(run: Run, library: Path) -> None:
    finished = run("check", library)
    assert (finished.stdout, finished.returncode) == ("", 0)
    assert finished.stderr == "4 articles, no problems\n"


def test_index_says_what_it_did(out: Out, news: Path) -> None:
    for name in ("one", "two", "three"):
        write_article(news, f"{name}.md", name, "quality: high" if name == "one" else "heat: 1")
    (news / "README.md").write_text("No front matter here.\n", "utf-8")
    first = out("index", news)
    assert f"3 articles in {news}\n  4 added, 0 changed, 0 removed" in first
    assert "1 files are no articles: no front matter" in first
    assert "1 files have problems: broadsheet check" in first
    assert "  0 added, 0 changed, 0 removed" in out("index", news)

    touch_later(write_article(news, "two.md", "Twice"))
    (news / "three.md").unlink()
    write_article(news, "four.md", "four")
    assert "  1 added, 1 changed, 1 removed" in out("index", news)
    assert "  4 added, 0 changed, 0 removed" in out("index", news, "--rebuild")
    assert titles(out("list", news, "--tsv", "--sort=title")) == ["four", "one", "Twice"]


def test_demo_writes_that_many_articles(out: Out, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "demo"
    assert out("demo", "30", folder) == f"wrote 30 articles into {folder}\n"
    assert out("list", folder, "--count") == "30\n"


def test_demo_leaves_a_folder_alone_that_holds_anything(run: Run, news: Path) -> None:
    mine = write_article(news, "mine.md", "Mine")
    finished = run("demo", "3", news)
    assert (finished.stdout, finished.returncode) == ("", 2)
    [line] = finished.stderr.splitlines()
    assert "not empty" in line
    assert [*news.iterdir()] == [mine]


def test_no_command_touches_a_file_of_the_person(run: Run, hostile: tuple[Path, int]) -> None:
    folder, _ = hostile

    def state() -> dict[Path, tuple[int, bytes]]:
        return {
            path: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
            for path in (folder, *folder.rglob("*"))
        }

    before = state()
    for arguments in (["list", "--json"], ["check"], ["index", "--rebuild"]):
        run(arguments[0], folder, *arguments[1:])
    assert state() == before


# Help, and wrong usage


def test_version_and_help(out: Out) -> None:
    assert out("--version") == f"broadsheet {__version__}\n"
    for arguments in ((), ("list",), ("check",), ("index",), ("demo",)):
        assert out(*arguments, "--help").startswith(f"usage: broadsheet {' '.join(arguments)}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list", "no/such"], "no/such"),
        (["check", "no/such"], "no/such"),
        (["index", "no/such"], "no/such"),
        (["no/such"], "no/such"),
        (["list", "~nobody-has-this-name"], "~nobody-has-this-name"),
        (["demo", "1", "~nobody-has-this-name"], "~nobody-has-this-name"),
        (["list", ""], "no folder"),
        (["list", "/dev/null"], "/dev/null"),
        (["list", "x" * 5000], "no folder"),
        (["list"], "PATH"),
        (["list", "--json"], "PATH"),
        (["list", "seeds", "--limit", "x"], "--limit"),
        (["list", "seeds", "--limit=-1"], "--limit"),
        (["list", "seeds", "--limit"], "--limit"),
        (["list", "seeds", "--sort", "beauty"], "beauty"),
        (["list", "seeds", "--sort="], "sort"),
        (["check", "seeds", "--jsno"], "--jsno"),
        (["check"], "path"),
        (["index", "seeds", "--rebiuld"], "--rebiuld"),
        (["demo", "many", "new"], "N"),
        (["demo", "0", "new"], "N"),
        (["--jsno"], "--jsno"),
        (["seeds"], "terminal"),
        ([], "terminal"),
    ],
)
def test_wrong_usage_is_told_in_one_line(run: Run, arguments: list[str], said: str) -> None:
    finished = run(*arguments)
    assert (finished.stdout, finished.returncode) == ("", 2)
    [line] = finished.stderr.splitlines()
    assert line.startswith("broadsheet: ")
    assert said in line


def test_an_index_that_cannot_be_kept_is_told_in_one_line(
    run: Run, library: Path, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("no folder", "utf-8")
    for command in ("list", "check", "index"):
        finished = run(command, library, XDG_CACHE_HOME=str(tmp_path / "cache"))
        assert (finished.stdout, finished.returncode) == ("", 2)
        assert finished.stderr.count("\n") == 1


# What is imported


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], {"textual", "rich", "yaml", "sqlite3", "rapidfuzz"}),
        (["--help"], {"textual", "rich", "yaml", "sqlite3", "rapidfuzz"}),
        (["list", "seeds", "imagining"], {"textual", "rich"}),
        (["check", "seeds"], {"textual", "rich"}),
    ],
)
def test_a_command_imports_only_what_it_needs(
    environment: dict[str, str], arguments: list[str], unwanted: set[str]
) -> None:
    code = (
        "import atexit, sys; from reader.cli import main\n"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        "main(sys.argv[1:])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    imported = set(finished.stderr.split())
    assert "reader.cli" in imported
    assert imported.isdisjoint(unwanted)
