"""`broadsheet list --fields`: which values are given, and where they come from."""

import json
from pathlib import Path

import pytest

from broadsheet.cli.fields import FIELDS
from broadsheet.library.index.database import index_path, writer_lock
from tests.cli.commands import Out, Run
from tests.files import write_article


def test_json_has_what_it_has_without_fields_in_the_order_asked_for(
    out: Out, library: Path, hostile: tuple[Path, int]
) -> None:
    for folder in (library, hostile[0]):
        complete = [*map(json.loads, out("list", folder, "--json").splitlines())]
        for names in ("title,path", "heat,quality,publishedDateTime", ",".join(FIELDS)):
            chosen = map(json.loads, out("list", folder, "--json", "--fields", names).splitlines())
            for has, fields in zip(complete, chosen, strict=True):
                expected = [(name, has[name]) for name in names.split(",") if name in has]
                assert [*fields.items()] == expected, names


def test_tsv_has_the_columns_asked_for_whether_or_not_an_article_has_them(
    out: Out, library: Path
) -> None:
    names = "topics,price,levels,title,starred,body,provider"
    chips, *_, undated = out(
        "list", library, "--tsv", "--fields", names, "--sort=title"
    ).splitlines()
    assert chips.split("\t") == [
        *("AI Hardware, AI", "12", '[{"name": "beginner"}]'),
        *("Chips are scarce", "false", "The *body*.", "IBM"),
    ]
    assert undated.split("\t") == ["", "", "", "Nothing is known", "false", "", "example.com"]


def test_lines_have_the_columns_asked_for_below_one_another(out: Out, library: Path) -> None:
    query = ("type:article", "after:2023")
    lines = out("list", library, *query, "--fields=type,heat,title,path").splitlines()
    assert [line.split() for line in lines] == [
        ["article", "Markets", "rally", "again", "markets.md"],
        ["article", "90", "Factories", "are", "built", "deep/factories.md"],
    ]
    assert lines[0].index("Markets") == lines[1].index("Factories")
    assert lines[0].index("markets.md") == lines[1].index("deep/")


def test_what_the_index_knows_is_given_without_the_files(
    out: Out,
    run: Run,
    news: Path,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_article(news, "one.md", "Before", "quality: 10")
    assert out("list", news, "--json", "--fields=title") == '{"title": "Before"}\n'
    write_article(news, "one.md", "Behind", "quality: 10")
    known = "title,quality,heat,publishedDateTime,path,read,starred,later"
    known_as_text = f"{known},provider,type,originalUrl"
    monkeypatch.setenv("XDG_CACHE_HOME", environment["XDG_CACHE_HOME"])
    with writer_lock(index_path(news)):  # so that the index stays as it is

        def listed(*options: str) -> str:
            return run("list", news, *options).stdout

        assert json.loads(listed("--json", "--fields", known))["title"] == "Before"
        for form in ("--tsv", "--limit=1"):
            assert "Before" in listed(form)
            assert "Before" in listed(form, "--fields", known_as_text)
        assert json.loads(listed("--json"))["title"] == "Behind"
        assert json.loads(listed("--json", "--fields=title,type"))["title"] == "Behind"


def test_json_gives_scores_as_numbers_dates_in_utc_and_the_rest_as_it_is(
    out: Out, news: Path
) -> None:
    write_article(
        *(news, "one.md", "One", 'quality: "59"', "heat: lots"),
        "publishedDateTime: 2023-05-18T18:00:00.5+02:00",
    )
    for names in ([], ["--fields=quality,heat,publishedDateTime"]):
        article = json.loads(out("list", news, "--json", *names))
        assert article["quality"] == 59
        assert article["heat"] == "lots"
        assert article["publishedDateTime"] == "2023-05-18T16:00:00Z"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("titel,path", "“titel”: did you mean “title”?"),
        ("pric", "“pric”: did you mean “price”?"),
        ("date", "“date”: did you mean “publishedDateTime”?"),
        ("tags", "“tags”: did you mean “topics”?"),
        ("wholly-unlike", "“wholly-unlike”."),
    ],
)
@pytest.mark.parametrize("form", ["--json", "--tsv"])
def test_a_field_that_no_article_has_is_said(
    run: Run, library: Path, names: str, said: str, form: str
) -> None:
    finished = run("list", library, form, "--fields", names)
    assert finished.returncode == 0
    assert finished.stdout.count("\n") == 4
    [note] = finished.stderr.splitlines()
    assert note.endswith(said)


def test_fields_that_only_some_articles_have_are_nothing_to_speak_of(
    out: Out, library: Path
) -> None:
    assert out("list", library, "--tsv", "--fields=price,secured").splitlines() == [
        *("\t", "\t"),
        *("12\t", "\t"),
    ]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Auckland"])
def test_a_date_without_a_time_is_listed_and_found_as_that_day_in_every_zone(
    out: Out, tmp_path: Path, zone: str
) -> None:
    for name, date in (("day", "2016-12-15"), ("month", "2014-03"), ("time", "2016-12-15T12:00Z")):
        write_article(tmp_path, f"{name}.md", name, f"publishedDateTime: {date}")

    def titles(query: str) -> list[str]:
        return sorted(out("list", tmp_path, query, "--tsv", "--fields=title", TZ=zone).split())

    found = map(json.loads, out("list", tmp_path, "--json", TZ=zone).splitlines())
    assert {article["title"]: article["publishedDateTime"] for article in found} == {
        "day": "2016-12-15",
        "month": "2014-03",
        "time": "2016-12-15T12:00:00Z",
    }
    listed = out("list", tmp_path, "--tsv", "--fields=title,publishedDateTime", TZ=zone)
    assert "day\t2016-12-15\n" in listed
    assert "day" in titles("date:2016-12-15")
    assert "day" in titles("after:2016-12-15 before:2016-12-16")
    assert "day" not in titles("date:2016-12-14") + titles("after:2016-12-16")
    assert titles("date:2014-03") == titles("date:2014-03-01") == ["month"]
    assert titles("date:2014-02") == []


def test_json_has_one_shape_for_providers_and_images_in_whatever_form_a_file_has_them(
    out: Out, news: Path
) -> None:
    """A script that asks for `.provider.name` needs an object from each article."""
    more = ("provider: A Site", "images: https://example.org/a.png")
    write_article(news, "a.md", "A", *more, url="https://example.org/a")
    own = ("provider: {name: B Site, language: de}", "images: [{url: https://e.org/b, title: B}]")
    write_article(news, "b.md", "B", *own, url="https://example.org/b")
    for line in out("list", news, "--json").splitlines():
        article = json.loads(line)
        if article["title"] == "A":
            assert article["provider"]["name"] == "A Site"
            assert article["images"] == [{"url": "https://example.org/a.png"}]
        else:
            assert article["provider"] == {"name": "B Site", "language": "de"}
            assert article["images"] == [{"url": "https://e.org/b", "title": "B"}]
