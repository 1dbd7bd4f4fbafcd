"""Stories of real folders: made, kept up to date, and asked for."""

import sys
from pathlib import Path

import pytest

from broadsheet.adoption import known_as
from broadsheet.cli.main import main
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.searcher import Searcher
from broadsheet.library.stories import basis, grouping, writer
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from tests.files import touch_later, write_settings
from tests.library.rows import rows
from tests.library.stories.events import ALONE, COMET, LEAK, write_event, write_report

TOLD = {
    "alone-0.md": ("alone", 1, True),
    "alone-1.md": ("alone", 1, True),
    "alone-2.md": ("alone", 1, True),
    "comet-0.md": ("comet", 2, False),
    "comet-1.md": ("comet", 2, True),
    "leak-0.md": ("leak", 3, True),
    "leak-1.md": ("leak", 3, False),
    "leak-2.md": ("leak", 3, False),
}
"""What there is in the folder `told`: story, number of sources and whether it leads, by file."""


@pytest.fixture
def told(news: Path) -> Path:
    write_event(news, "leak", LEAK)
    write_event(news, "comet", COMET)
    write_event(news, "alone", ALONE)
    return news


def stories(root: Path) -> dict[str, tuple[str, int, bool]]:
    """Bring the library up to date; return story, sources and whether it leads, by file."""
    bring_up_to_date(root)
    with Library(root).open_index() as index:
        names: dict[int, str] = {}
        found = sorted(rows(index), key=lambda row: row.path)
        for row in found:
            names.setdefault(row.story.name, row.path.rpartition("-")[0] or row.path)
        return {
            row.path: (names[row.story.name], row.story.sources, row.story.is_lead) for row in found
        }


def found(root: Path, query: str) -> list[str]:
    bring_up_to_date(root)
    searcher = Searcher(library := Library(root))
    ids = searcher.view(parse(query)).ids
    searcher.close()
    with library.open_index() as index:
        paths = index.rows(ids)
    return [paths[article_id].path for article_id in ids]


def test_reports_of_an_event_are_found_in_a_folder(told: Path) -> None:
    assert stories(told) == TOLD


def test_an_article_that_arrives_is_seen_together_with_its_story(told: Path) -> None:
    bring_up_to_date(told)
    (told / "leak-3.md").write_bytes((told / "leak-0.md").read_bytes())
    seen: list[list[bool]] = []
    with Library(told).open_index() as index:

        def look(_: object) -> None:
            arrived = [row for row in rows(index) if row.path == "leak-3.md"]
            seen.append([row.story.is_lead for row in arrived])

        bring_up_to_date(told, only=["leak-3.md"], report=look)
    assert seen == [[], [False]]


def test_many_articles_are_grouped_in_another_process(
    told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_MANY", 1)
    monkeypatch.delattr(writer, "grouped")  # what would group them here
    assert stories(told) == TOLD


def test_where_that_process_fails_they_are_grouped_all_the_same(
    told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_MANY", 1)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert stories(told) == TOLD


def test_a_report_that_comes_later_joins_and_may_lead(told: Path) -> None:
    before = stories(told)
    write_report(
        told,
        "leak-3.md",
        "Wired",
        "38 million records were exposed in web apps: misconfiguration",
        120,
        date="2023-05-19T10:00:00Z",
    )
    after = stories(told)
    assert after["leak-3.md"] == ("leak", 4, True)
    assert after["leak-0.md"] == ("leak", 4, False)
    assert {path: one for path, one in after.items() if "leak" not in path} == {
        path: one for path, one in before.items() if "leak" not in path
    }


def test_two_articles_that_were_alone_become_a_story(told: Path) -> None:
    assert stories(told)["alone-0.md"] == ("alone", 1, True)
    write_report(
        *(told, "roses.md", "Florist", "Before winter, prune the roses: how to", 40),
        date="2023-05-18T20:00:00Z",
    )
    after = stories(told)
    assert after["roses.md"] == ("alone", 2, False)
    assert after["alone-0.md"] == ("alone", 2, True)


def test_columns_of_one_day_are_no_story(told: Path) -> None:
    for provider, title in (
        ("Ledger", "Market news for May 18, 2023"),
        ("Console", "Games: news and rumours of 18 May 2023"),
        ("Gazette", "Week ahead: May 18 to 24, 2023"),
    ):
        write_report(told, f"{provider}.md", provider, title, None, date="2023-05-18T12:00:00Z")
    after = stories(told)
    assert {after[f"{name}.md"][1] for name in ("Ledger", "Console", "Gazette")} == {1}


def test_a_number_that_is_also_the_day_counts_as_any_word(told: Path) -> None:
    for provider, title in (
        ("Orbit", "Seismograph 18 lands softly"),
        ("Skyline", "Success for seismograph 18"),
    ):
        write_report(told, f"{provider}.md", provider, title, None, date="2023-05-18T12:00:00Z")
    assert stories(told)["Orbit.md"][1] == 2


def test_what_goes_leaves_its_story(told: Path) -> None:
    stories(told)
    (told / "leak-0.md").unlink()
    (told / "comet-0.md").unlink()
    after = stories(told)
    assert after["leak-1.md"] == ("leak", 2, True)
    assert after["leak-2.md"] == ("leak", 2, False)
    assert after["comet-1.md"] == ("comet", 1, True)


def test_an_edited_article_is_looked_at_again(told: Path) -> None:
    stories(told)
    changed = write_report(
        *(told, "leak-2.md", "Neowin", "Bakers strike for longer nights", 84),
        date="2023-05-18T10:00:00Z",
    )
    touch_later(changed)
    after = stories(told)
    assert after["leak-2.md"][1:] == (1, True)
    assert after["leak-0.md"] == ("leak", 2, True)


@pytest.mark.parametrize("at_once", [True, False])
def test_the_first_article_of_a_story_may_leave_it_and_begin_another(
    news: Path, at_once: bool
) -> None:
    write_event(news, "leak", LEAK)
    assert stories(news)["leak-0.md"] == ("leak", 3, True)
    left = write_report(news, "leak-0.md", *COMET[0], date="2023-05-18T08:00:00Z")
    touch_later(left)
    if not at_once:
        assert stories(news)["leak-0.md"][1] == 1
    write_report(news, "other.md", *COMET[1], date="2023-05-18T11:00:00Z")
    assert {path: (sources, leads) for path, (_, sources, leads) in stories(news).items()} == {
        "leak-0.md": (2, False),
        "leak-1.md": (2, True),
        "leak-2.md": (2, False),
        "other.md": (2, True),
    }
    with Library(news).open_index() as index:
        paths = {row.id: row.path for row in rows(index)}
        told_of = {
            path: {paths[one] for one in index.stories.story_of(i)} for i, path in paths.items()
        }
    assert told_of["leak-0.md"] == told_of["other.md"] == {"leak-0.md", "other.md"}
    assert told_of["leak-1.md"] == told_of["leak-2.md"] == {"leak-1.md", "leak-2.md"}


def test_growing_a_library_step_by_step_gives_the_stories_of_all_at_once(news: Path) -> None:
    for day in range(1, 5):
        write_event(news, f"leak-{day}", LEAK, day=f"2023-0{day}-01")
        write_event(news, f"comet-{day}", COMET, day=f"2023-0{day}-08")
        stepwise = stories(news)
    bring_up_to_date(news, rebuild=True)
    assert stories(news) == stepwise
    assert {sources for _, sources, _ in stepwise.values()} == {2, 3}


def test_one_provider_under_several_names_is_one_source(told: Path) -> None:
    write_report(
        told,
        "leak-3.md",
        "Neowin on MSN",
        "Web apps exposed 38 million records of people",
        80,
        date="2023-05-18T11:00:00Z",
    )
    assert stories(told)["leak-3.md"] == ("leak", 3, False)


def test_the_settings_say_which_names_are_one_provider(told: Path) -> None:
    assert stories(told)["leak-0.md"][1] == 3
    write_settings('[[providers]]\nname = "ZDNet"\naliases = ["TechSpot"]\n')
    assert stories(told)["leak-0.md"][1] == 2


def test_a_weight_in_the_settings_changes_computed_scores_only(news: Path) -> None:
    for provider, quality in (("Weighed", None), ("Weighty", 70)):
        write_report(
            *(news, f"{provider}.md", provider, f"What {provider} says", quality),
            date="2023-05-18T11:00:00Z",
        )
    write_settings(
        "".join(f'[[providers]]\nname = "{name}"\nweight = 30\n' for name in ("weighed", "Weighty"))
    )
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        computed = {row.provider: (row.quality, row.story.quality) for row in rows(index)}
    assert computed == {"Weighed": (None, 82), "Weighty": (70, None)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("is:lead -has:story", {"alone-0.md", "alone-1.md", "alone-2.md"}),
        ("is:lead has:story", {"comet-1.md", "leak-0.md"}),
        ("-is:lead", {"comet-0.md", "leak-1.md", "leak-2.md"}),
        ("sources:>2", {"leak-0.md", "leak-1.md", "leak-2.md"}),
        ("sources:2", {"comet-0.md", "comet-1.md"}),
        ("sources:1 -provider:Chef", {"alone-0.md", "alone-2.md"}),
        ("sources:2..9 is:lead", {"comet-1.md", "leak-0.md"}),
    ],
)
def test_queries_know_stories(told: Path, query: str, expected: set[str]) -> None:
    assert set(found(told, query)) == expected


def test_stories_can_be_sorted_by_their_sources(told: Path) -> None:
    assert found(told, "is:lead sort:-sources")[:2] == ["leak-0.md", "comet-1.md"]
    assert found(told, "sort:-front")[:2] == ["leak-0.md", "comet-1.md"]


def test_lessons_of_the_same_hour_need_more_in_common_than_news(news: Path) -> None:
    for number in range(100):
        title = f"{number * 104729} and {number * 7919}"
        write_report(*(news, f"{number}.md", "Chef", title, 1), date="2023-01-01T10:00:00Z")
    write_event(news, "comet", COMET[:1])
    title = "How comet Orlova was born far from the sun, in a cold and dark cloud"
    for kind, sources in (("Video", 1), ("article", 2)):
        report = (news, "born.md", "Orbit", title, 50, f"type: {kind}")
        write_report(*report, date="2023-05-18T08:30:00Z")
        bring_up_to_date(news, rebuild=True)
        assert stories(news)["born.md"][1] == sources


def test_a_damaged_index_heals(told: Path) -> None:
    before = stories(told)
    with Library(told).open_index() as index:
        index._connection.execute("UPDATE story_words SET articles = x'00'")
    write_report(*(told, "new.md", "Florist", "Tulips in spring", 40), date="2023-05-18T20:00:00Z")
    after = stories(told)
    assert {path: after[path] for path in before} == before


def test_words_that_came_one_by_one_count_as_those_that_were_there(told: Path) -> None:
    """A word is rare by all articles that have it, whenever they came."""
    bring_up_to_date(told)
    counted = []
    for number in range(3):
        report = (told, f"new-{number}.md", "Florist", "Tulips in spring", 40)
        write_report(*report, date="2023-05-18T20:00:00Z")
        bring_up_to_date(told)
    for rebuild in (False, True):
        bring_up_to_date(told, rebuild=rebuild)
        with Library(told).open_index() as index:
            rows = index._connection.execute("SELECT word, articles FROM story_words")
            counted.append(dict(rows))
    assert counted[0] == counted[1]
    assert 3 in counted[0].values()


def part(root: Path, one: str, other: str) -> None:
    """Say that the articles in two files are not one story."""
    bring_up_to_date(root)
    with Library(root).open_index() as index, Marks(marks_path()) as marks:
        urls = {row.path: known_as(root, row) for row in rows(index)}
        assert marks.part(urls[one], urls[other])


def test_parted_articles_are_in_no_story_together_now_and_later(told: Path) -> None:
    part(told, "leak-0.md", "leak-2.md")
    after = stories(told)
    assert after["leak-0.md"] == ("leak", 2, True)
    assert after["leak-1.md"] == ("leak", 2, False)
    assert after["leak-2.md"][1:] == (1, True)
    assert after["comet-0.md"] == ("comet", 2, False)
    write_report(
        *(told, "leak-3.md", "Wired", "38 million records exposed: misconfiguration", 50),
        date="2023-05-18T12:00:00Z",
    )
    later = stories(told)
    assert later["leak-0.md"][1] != later["leak-2.md"][1]
    bring_up_to_date(told, rebuild=True)
    assert stories(told) == later
    with Marks(marks_path()) as marks:
        marks.undo()
    together = stories(told)
    assert together["leak-0.md"] == ("leak", 4, True)
    assert together["leak-2.md"] == ("leak", 4, False)


def test_stories_of_an_earlier_version_are_made_again_without_what_was_parted(
    told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(basis, "EDITION", 1)
        earlier.setattr(grouping, "THRESHOLD", 9)
        part(told, "leak-0.md", "leak-2.md")
        assert {sources for _, sources, _ in stories(told).values()} == {1}
    after = stories(told)
    assert after["leak-0.md"] == ("leak", 2, True)
    assert after["leak-2.md"][1:] == (1, True)
    assert after["comet-1.md"] == ("comet", 2, True)


def test_copies_can_be_parted_too(told: Path) -> None:
    (told / "copy.md").write_bytes((told / "comet-1.md").read_bytes())
    write_report(
        *(told, "namesake.md", "Gazette", COMET[1][1], 60),
        date="2023-05-18T12:00:00Z",
    )
    assert stories(told)["namesake.md"] == ("comet", 3, False)
    for other in ("comet-0.md", "comet-1.md"):
        part(told, "namesake.md", other)
    assert stories(told)["namesake.md"][1:] == (1, True)
    assert stories(told)["comet-1.md"] == ("comet", 2, True)


def test_parting_reaches_another_machine(
    told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part(told, "comet-0.md", "comet-1.md")
    assert stories(told)["comet-0.md"][1] == 1
    assert main(["export", str(told), str(tmp_path / "marks.json")]) == 0
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere" / name))
    assert stories(told)["comet-0.md"][1] == 2
    assert main(["import", str(told), str(tmp_path / "marks.json")]) == 0
    assert stories(told)["comet-0.md"][1] == 1


@pytest.mark.parametrize("leaving", [0, 3, 5])
def test_only_the_parted_article_leaves_its_story(news: Path, leaving: int) -> None:
    """Wherever it stands among the others: they stay with the lead, now and after a rebuild."""
    reports = [(f"Paper {n}", LEAK[n % 3][1], 50 + n) for n in range(7)]
    write_event(news, "leak", reports)
    lead, gone = "leak-6.md", f"leak-{leaving}.md"
    part(news, gone, lead)
    after = stories(news)
    assert after[gone][1:] == (1, True)
    assert after[lead][1:] == (6, True)
    assert {sources for path, (_, sources, _) in after.items() if path != gone} == {6}
    write_report(
        *(news, "leak-8.md", "Wired", "38 million records exposed: misconfiguration", 40),
        date="2023-05-18T17:00:00Z",
    )
    later = stories(news)
    assert later[lead][1:] == (7, True)
    assert later[gone][1:] == (1, True)
    bring_up_to_date(news, rebuild=True)
    assert stories(news) == later
    with Marks(marks_path()) as marks:
        marks.undo()
    assert {one[1] for one in stories(news).values()} == {8}
