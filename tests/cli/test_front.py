"""`broadsheet front`: the front page for mails, status bars and other programs."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import Out, Run
from tests.files import write_article
from tests.library.stories.events import ALONE, LEAK, write_event, write_report


@pytest.fixture
def told(tmp_path: Path) -> Path:
    folder = tmp_path / "told"
    folder.mkdir()
    write_event(folder, "leak", LEAK)
    write_event(folder, "alone", ALONE)
    return folder


def test_each_story_has_its_sources_and_its_reason(run: Run, told: Path) -> None:
    assert run("front", str(told), "--limit", "2").stdout.splitlines() == [
        " 1  Misconfiguration in web apps exposed 38 million records",
        "    18 May 2023 · TechSpot, ZDNet, Neowin",
        "    139 points: quality 99 + 40 for 2 more sources",
        " 2  Gardeners prune roses before winter",
        "    18 May 2023 · Gardener",
        "    57 points: quality 60, halved every 24 hours for 2 h",
    ]


def test_json_has_the_article_and_the_reason(out: Out, run: Run, told: Path) -> None:
    first = json.loads(run("front", str(told), "--json").stdout.splitlines()[0])
    assert first["path"] == "leak-0.md"
    assert first["sources"] == 3
    assert first["lead"] is True
    assert first["computed"] == {"heat": 139}
    assert first["score"] == 139.0
    assert first["why"] == "139 = (99 + 2 sources × 20) × ½^(0 h / 24 h)"
    assert first["reason"] == "139 points: quality 99 + 40 for 2 more sources"
    assert first["told_by"] == ["TechSpot", "ZDNet", "Neowin"]
    write_report(*(told, "x.md", "Chef", "Köpfe", None), date="2023-05-18T10:00:00Z")
    assert "≈52" in run("front", str(told), "--json").stdout, "letters as list --json prints them"
    listed = [json.loads(line) for line in out("list", str(told), "--json").splitlines()]
    assert [one["path"] for one in listed if one["story"] == first["story"]] == [
        "leak-2.md",
        "leak-1.md",
        "leak-0.md",
    ]


def test_a_past_day_knows_nothing_of_later_sources(out: Out, tmp_path: Path) -> None:
    for day, report in enumerate((LEAK[1], LEAK[2], LEAK[0]), 16):
        write_report(tmp_path, f"{day}.md", *report, date=f"2023-05-{day}T09:00:00Z")
    command = ("front", str(tmp_path), "--day", "2023-05-17")
    assert out(*command).splitlines()[1] == (
        "    16–17 May 2023 · ZDNet, Neowin · 1 more source came later"
    )
    listed = ("list", str(tmp_path), "front:2023-05-17", "is:lead", "sources:2", "--json")
    for first in (out(*command, "--json"), out(*listed)):
        story = json.loads(first)
        assert (story["path"], story["lead"], story["sources"]) == ("16.md", True, 2)
        assert story["computed"] == {"heat": 110}


def test_markdown_shows_hostile_titles_as_they_are(run: Run, told: Path) -> None:
    write_report(
        *(told, "x.md", "*Evil*", "[Click](javascript:alert(1)) <b>now</b>", 500),
        date="2023-05-18T10:00:00Z",
    )
    text = run("front", str(told), "--markdown", "--limit", "1").stdout
    assert "\n## 1. [\\[Click\\](javascript:alert(1))" in text
    assert "](https://example.com/x.md)\n" in text
    assert "\\*Evil\\*" in text


def test_markdown_is_a_page_to_read(run: Run, tmp_path: Path) -> None:
    for number, report in enumerate(LEAK):
        write_report(
            *(tmp_path, f"{number}.md", *report, "excerpt: '# Names and\n\n  numbers'"),
            date=f"2023-05-1{7 + number}T09:00:00Z",
        )
    assert run("front", str(tmp_path), "--day", "2023-05-18", "--markdown").stdout.splitlines() == [
        "# Front page of 18 May 2023",
        "",
        f"## 1. [{LEAK[0][1]}](https://example.com/0.md)",
        "",
        "Told by TechSpot and ZDNet on 17–18 May 2023. 1 more source came later.",
        "",
        "\\# Names and numbers",
        "",
        "<sub>119 points: quality 99 + 20 for 1 more source</sub>",
    ]


def test_a_day_is_asked_for(run: Run, told: Path) -> None:
    before = run("front", str(told), "--day", "2023-05-17")
    assert before.stdout == ""
    assert before.stderr == (
        "broadsheet: There is no front page of 17 May 2023: "
        "the oldest article is from 18 May 2023.\n"
    )
    after = run("front", str(told), "--day", "2023-06-01")
    assert after.stdout == run("front", str(told)).stdout
    assert after.stderr == (
        "broadsheet: The newest article is from 18 May 2023. This is the front page of that day.\n"
    )
    assert run("front", str(told)).stderr == after.stderr
    assert run("front", str(told), "--day", "2023-05-18").stderr == ""
    assert run("front", str(told), "--day", "2023-05").stdout.startswith(" 1  Misconfiguration")
    wrong = run("front", str(told), "--day", "someday")
    assert wrong.returncode == 2
    assert "--day takes a date" in wrong.stderr


def test_a_month_is_no_day(run: Run, tmp_path: Path) -> None:
    write_article(tmp_path, "a.md", "Night trains", "date: 2023-05", "provider: Rails")
    assert "    May 2023 · Rails\n" in run("front", str(tmp_path)).stdout
