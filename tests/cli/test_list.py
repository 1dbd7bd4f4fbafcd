"""`broadsheet list`: what is printed of which articles, and in which order."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest

from broadsheet.cli.commands import LIST, read_arguments
from broadsheet.cli.listing import list_articles, list_options
from broadsheet.library.index.database import index_path, writer_lock
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.paths import bundled
from tests.cli.commands import Out, Run, titles
from tests.files import write_article


def test_list_prints_a_line_an_article_the_newest_first(out: Out, library: Path) -> None:
    assert out("list", library) == (
        "2023-01-03            Market Intelligen…  Markets rally again\n"
        "2023-01-02   40   90  example.com         Factories are built\n"
        "2023-01-01   60   -1  IBM                 Chips are scarce\n"
        "                      example.com         Nothing is known\n"
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


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("forked")
def test_a_terminal_is_told_that_nothing_matches_and_a_pipe_is_not(library: Path) -> None:
    bring_up_to_date(library)
    options = list_options(read_arguments(LIST, [str(library), "zebras"]))
    told = [StringIO(), StringIO()]
    for output, notes in zip([_Terminal(), StringIO()], told, strict=True):
        list_articles(library, options, output, notes)
        assert output.getvalue() == ""
    assert [notes.getvalue() for notes in told] == ["broadsheet: No matching articles.\n", ""]


def test_json_has_the_fields_of_the_file_by_their_own_names(out: Out, library: Path) -> None:
    [line] = out("list", library, "chips", "--json").splitlines()
    assert json.loads(line) == {
        "path": "chips.md",
        "title": "Chips are scarce",
        "excerpt": "The body.",
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
        "later": False,
        "story": "cf98c2394ca920cf",
        "lead": True,
        "sources": 1,
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
        "2023-01-02T10:00:00Z\t40\t90\texample.com\tarticle\tFactories are built"
        "\thttps://example.com/deep/factories.md\tdeep/factories.md"
    )
    assert undated == (
        "\t\t\texample.com\tarticle\tNothing is known\thttps://example.com/undated.md\tundated.md"
    )


@pytest.mark.parametrize("form", [(), ("--json",), ("--tsv",)])
def test_list_prints_the_same_whether_the_index_is_new_or_not(
    out: Out, library: Path, tmp_path: Path, form: tuple[str, ...]
) -> None:
    cache = str(tmp_path)
    first = out("list", library, *form, XDG_CACHE_HOME=cache)
    assert first.count("\n") == 4
    assert out("list", library, *form, XDG_CACHE_HOME=cache) == first


def test_count_and_limit(run: Run, out: Out, library: Path) -> None:
    assert out("list", library, "--count") == "4\n"
    nothing = run("list", library, "--count", "topic:Nowhere")
    assert (nothing.stdout, nothing.returncode) == ("0\n", 0)
    assert nothing.stderr == "broadsheet: There is no topic “Nowhere” in this library.\n"
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
    assert "did you mean “quality:”" in note


@pytest.mark.parametrize("keys", ["sort:-heat,author", "--sort=-heat,author"])
def test_an_order_by_what_no_article_has_is_said(run: Run, library: Path, keys: str) -> None:
    finished = run("list", library, keys, "--count")
    said = "broadsheet: No article of this library has an author.\n"
    assert (finished.stderr, finished.returncode) == (said, 0)


def test_a_mistyped_option_is_pointed_out(run: Run, library: Path) -> None:
    finished = run("list", library, "--limti=3", "--count")
    assert (finished.stdout, finished.returncode) == ("4\n", 0)
    assert "did you mean --limit?" in finished.stderr


def test_a_name_with_quotes_is_found_as_it_is_written(out: Out, news: Path) -> None:
    write_article(news, "one.md", "One", """topics: ['The "so-called" news']""")
    write_article(news, "two.md", "Two", "topics: [The]")
    for query in ('topic:The "so-called" news', 'topic:"The ""so-called"" news"'):
        assert titles(out("list", news, "--tsv", query)) == ["One"]
    assert titles(out("list", news, "--tsv", "topic:The two")) == ["Two"]


def test_what_is_known_so_far_is_printed_while_another_process_indexes(
    out: Out,
    run: Run,
    news: Path,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_article(news, "one.md", "One")
    out("index", news)
    write_article(news, "two.md", "Two")
    monkeypatch.setenv("XDG_CACHE_HOME", environment["XDG_CACHE_HOME"])
    with writer_lock(index_path(news)):
        finished = run("list", news, "--count")
    assert (finished.stdout, finished.returncode) == ("1\n", 0)
    [note] = finished.stderr.splitlines()
    assert "these are the results so far" in note
    assert out("list", news, "--count") == "2\n"


def test_a_part_of_a_name_finds_the_names_that_have_it_and_says_which(
    run: Run, library: Path
) -> None:
    found = run("list", library, "--tsv", "provider:intel")
    assert titles(found.stdout) == ["Markets"]
    assert found.stderr == (
        "broadsheet: There is no provider “intel”: 1 name matches: Market Intelligence Daily.\n"
    )
    assert run("list", library, "--count", "-provider:intel").stdout == "3\n"
    exact = run("list", library, "--tsv", "topic:AI")
    assert (sorted(titles(exact.stdout)), exact.stderr) == (["Chips", "Factories"], "")


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 30])
def test_numbers_beyond_all_bounds_are_numbers(out: Out, library: Path, number: str) -> None:
    assert out("list", library, "--count", f"quality:<{number}") == "2\n"
