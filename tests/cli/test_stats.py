"""`broadsheet stats`."""

import json
from pathlib import Path

import pytest

from broadsheet.cli.main import main
from tests.files import write_article


def test_statistics_are_drawn_and_written_as_json(
    news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_article(
        *(news, "a.md", "One", "topics: [AI]", "provider: IBM\x1b[31m", "quality: 5", "heat: 7"),
        "publishedDateTime: 2023-05-01T10:00:00Z",
    )
    write_article(news, "b.md", "Two", "publishedDateTime: 2023-05-02T10:00:00Z")
    assert main(["stats", str(news)]) == 0
    drawn = capsys.readouterr().out
    assert drawn.startswith("2 articles, 2023-05-01 to 2023-05-02\n\nArticles per day\n")
    assert "\x1b" not in drawn
    assert "\nRising topics" in drawn
    assert "None in the week" not in drawn
    assert main(["stats", str(news), "topic:AI", "topc:x", "--json"]) == 0
    printed = capsys.readouterr()
    assert "topc" in printed.err
    assert main(["stats", str(news), "topic:AI", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["articles"] == 1
    assert found["days"] == {"2023-05-01": 1}
    assert found["topics"][0]["topic"] == "AI"
    assert found["topics"][0]["week"] == sum(found["topics"][0]["days"]) == 1
    assert (found["span"], found["topics"][0]["last"]) == ("week", 1)
    assert main(["stats", str(news), "--json", "--span", "year"]) == 0
    assert json.loads(capsys.readouterr().out)["span"] == "year"
    assert main(["stats", str(news), "--span=decade"]) == 2
    assert "--span must be week, month, quarter or year" in capsys.readouterr().err
    assert found["hours"][10] == 1
    assert found["scores"] == [{"quality": 5, "heat": 7, "articles": 1}]


def test_a_week_in_which_no_topic_rises_is_named(
    news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, day in enumerate(("2023-04-20", "2023-05-20")):
        topics = [] if number else ["topics: [AI]"]
        write_article(news, f"{number}.md", "One", *topics, f"publishedDateTime: {day}")
    assert main(["stats", str(news)]) == 0
    drawn = capsys.readouterr().out
    assert (
        "Rising topics, the week up to 2023-05-20 against the four before\n"
        "None: no topic has more articles than before. A year may show some.\n"
    ) in drawn
