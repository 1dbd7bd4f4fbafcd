"""What the folder says about its files: vaults, and folders of files with only a heading."""

from collections import Counter
from pathlib import Path

import pytest

from broadsheet.articles.reasons import NOTE, ONLY_A_HEADING, TEMPLATE
from broadsheet.cli.fields import FieldReader
from broadsheet.config.settings import FolderRules
from broadsheet.demo.makes import make_files
from broadsheet.library.library import Library
from broadsheet.library.query.parse import Query
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.tui.opened import open_article
from tests.files import write_article
from tests.library.rows import rows


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text)


def shown(root: Path) -> list[str]:
    with Library(root).open_index() as index:
        return sorted(row.title for row in rows(index))


def reasons(root: Path) -> Counter[str]:
    with Library(root).open_index() as index:
        return Counter(reason for _, reason in index.skipped())


def by_rules(monkeypatch: pytest.MonkeyPatch, rules: FolderRules) -> None:
    monkeypatch.setattr("broadsheet.library.sync.sync.rules_for", lambda _root: rules)


NOTES = {
    "note": "---\ntitle: A note\ntags: [notes]\n---\nText",
    "clipping": "---\ntitle: A clipping\nsource: https://example.com/a\n---\nText",
    "dated": "---\ntitle: A dated one\ndate: 2024-05-01\n---\nText",
}


def test_of_a_vault_only_the_clippings_are_shown(news: Path) -> None:
    for path, content in make_files("obsidian", 5):
        (news / path).parent.mkdir(parents=True, exist_ok=True)
        (news / path).write_bytes(content)
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        assert index.count() == 5
        assert {row.path.split("/")[0] for row in rows(index)} == {"Clippings"}
    assert reasons(news) == {NOTE: 20, TEMPLATE: 1}


@pytest.mark.parametrize("marker", [".obsidian", "logseq"])
def test_a_folder_that_becomes_a_vault_or_is_none_any_more_is_read_again(
    news: Path, marker: str
) -> None:
    write(news, **NOTES)
    bring_up_to_date(news)
    assert shown(news) == ["A clipping", "A dated one", "A note"]

    (news / marker).mkdir()
    # Whatever change is noticed first: it need not be in the note.
    bring_up_to_date(news, only=[marker])
    assert shown(news) == ["A clipping", "A dated one"]
    assert reasons(news) == {NOTE: 1}
    assert bring_up_to_date(news).read == 0

    (news / marker).rmdir()
    bring_up_to_date(news)
    assert shown(news) == ["A clipping", "A dated one", "A note"]


def test_a_vault_among_other_articles_hides_its_own_notes_only(news: Path) -> None:
    vault, inner = news / "vaults" / "mine", news / "vaults" / "mine" / "archive" / "old"
    for folder in (news, news / "vaults", news / "logseq notes", vault, inner):
        folder.mkdir(exist_ok=True, parents=True)
        write(folder, **NOTES)
    (vault / ".obsidian").mkdir()
    (inner / ".obsidian").mkdir()
    (news / "about" / "logseq").mkdir(parents=True)  # posts about it
    write(news / "about", **NOTES)
    bring_up_to_date(news)

    assert Counter(shown(news)) == {"A clipping": 6, "A dated one": 6, "A note": 4}
    assert reasons(news) == {NOTE: 2}
    assert bring_up_to_date(news).read == 0


def test_a_folder_inside_that_becomes_a_vault_or_is_none_any_more_is_read_again(
    news: Path,
) -> None:
    (news / "notes" / "logseq").mkdir(parents=True)
    write(news / "notes", **NOTES, heading="# A heading\n\nText")
    write(news, a="# One\n\nText", b="# Two\n\nText", c="# Three\n\nText", d="# Four\n\nText")
    bring_up_to_date(news)
    assert "A note" in shown(news)
    assert "A heading" in shown(news)

    (news / "notes" / "logseq" / "config.edn").touch()
    last = bring_up_to_date(news, only=["notes/logseq"])
    assert "A note" not in shown(news)
    assert "A heading" not in shown(news)
    assert "A clipping" in shown(news)
    assert last.files == 8
    assert not bring_up_to_date(news).changed_anything

    (news / "notes" / "logseq" / "config.edn").unlink()
    bring_up_to_date(news)
    assert "A note" in shown(news)
    assert "A heading" in shown(news)


def test_many_files_of_vaults_are_told_apart_in_reader_processes(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.library.sync.sync._FEW_FILES", 10)
    (news / "vault" / ".obsidian").mkdir(parents=True)
    for number in range(150):
        write(news / "vault", **{f"a{number}": NOTES["note"]})
        write(news, **{f"b{number}": NOTES["note"]})
    assert bring_up_to_date(news).added == 300
    assert shown(news) == ["A note"] * 150


def test_an_interrupted_first_look_at_a_vault_is_continued(news: Path) -> None:
    from broadsheet.library.sync.sync import sync

    (news / ".obsidian").mkdir()
    for number in range(150):
        write(news, **{f"a{number}": NOTES["clipping"]})
    looking = sync(news)
    while next(looking).read == 0:
        pass
    looking.close()
    assert bring_up_to_date(news).read == 50


def test_the_settings_can_name_notes_as_articles(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (news / ".obsidian").mkdir()
    write(news, **NOTES)
    by_rules(monkeypatch, FolderRules(only=("note.md",)))
    bring_up_to_date(news)
    assert shown(news) == ["A note"]
    (news / "inner" / ".obsidian").mkdir(parents=True)
    write(news / "inner", **NOTES)
    by_rules(monkeypatch, FolderRules(only=("inner/note.md",)))
    bring_up_to_date(news)
    assert shown(news) == ["A note"]
    by_rules(monkeypatch, FolderRules(skip=("clipping.md",)))
    bring_up_to_date(news)
    assert shown(news) == ["A dated one", "A dated one"]


def test_a_note_that_is_opened_by_itself_is_shown(news: Path) -> None:
    (news / ".obsidian").mkdir()
    write(news, **NOTES)
    bring_up_to_date(news / "note.md")
    assert shown(news / "note.md") == ["A note"]


def test_files_with_only_a_heading_are_shown_while_they_are_most(news: Path) -> None:
    write_article(news, "a.md", "First")
    write_article(news, "b.md", "Second")
    write(news, c="# Third\n\nText", d="# Fourth\n\nText")
    bring_up_to_date(news)
    assert shown(news) == ["First", "Second"]
    assert reasons(news) == {ONLY_A_HEADING: 2}

    write(news, e="# Fifth\n\nText")
    last = bring_up_to_date(news, only=["e.md"])
    assert (last.added, last.changed, last.read) == (1, 0, 1)
    assert shown(news) == ["Fifth", "First", "Fourth", "Second", "Third"]
    assert not reasons(news)
    assert not bring_up_to_date(news).changed_anything

    (news / "e.md").unlink()
    bring_up_to_date(news)
    assert shown(news) == ["First", "Second"]
    assert reasons(news) == {ONLY_A_HEADING: 2}


def test_of_a_vault_no_first_heading_makes_an_article(news: Path) -> None:
    (news / ".obsidian").mkdir()
    write(news, a="# First\n\nText", b="# Second\n\nText")
    bring_up_to_date(news)
    assert reasons(news) == {ONLY_A_HEADING: 2}


def test_many_files_with_only_a_heading_are_read_in_reader_processes_too(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.library.sync.sync._FEW_FILES", 100)
    for number in range(300):
        write(news, **{f"a{number}": f"# Title {number}\n\nText"})
    assert bring_up_to_date(news).added == 300
    assert len(shown(news)) == 300


def qualities(root: Path) -> dict[str, int | None]:
    with Library(root).open_index() as index:
        return {row.title: row.quality for row in rows(index)}


def test_a_score_is_a_quality_where_no_article_has_one(news: Path) -> None:
    write(
        news,
        a="---\ntitle: Scored\nscore: 7\n---\nText",
        b="---\ntitle: Rated\nrating: '3'\nquality:\n---\nText",
        c="---\ntitle: Liked\nrating: 4.5\nscore: good\n---\nText",
    )
    bring_up_to_date(news)
    assert qualities(news) == {"Scored": 7, "Rated": 3, "Liked": None}
    assert not reasons(news)
    assert not bring_up_to_date(news).changed_anything
    library = Library(news)
    with library.open_index() as index:
        scored = next(row for row in rows(index) if row.title == "Scored")
        opened = open_article(library, index, scored)
        assert opened.article
        assert opened.article.quality == 7

    write(news, d="---\ntitle: Ours\nquality: 50\n---\nText")
    bring_up_to_date(news, only=["d.md"])
    assert qualities(news) == {"Scored": None, "Rated": None, "Liked": None, "Ours": 50}
    with library.open_index() as index:
        opened = open_article(library, index, scored)
        assert opened.article
        assert opened.article.quality is None
    assert not bring_up_to_date(news).changed_anything

    (news / "d.md").unlink()
    bring_up_to_date(news)
    assert qualities(news) == {"Scored": 7, "Rated": 3, "Liked": None}


def test_a_quality_that_is_no_number_is_reported_and_no_score_hides_it(news: Path) -> None:
    write(news, a="---\ntitle: Odd\nquality: high\nscore: 7\n---\nText")
    bring_up_to_date(news)
    assert qualities(news) == {"Odd": None}
    with Library(news).open_index() as index:
        assert [problem.line for problem in index.problems()] == [3]


def test_an_article_clipped_twice_is_shown_twice_and_marked_once(news: Path) -> None:
    write(
        news,
        a="---\ntitle: Clipped\nsource: https://example.com/a?utm_source=x\n---\nText",
        b="---\ntitle: Clipped again\nsource: http://www.example.com/a/\n---\nOther text",
        c="---\ntitle: Another\nsource: https://example.com/b\n---\nText",
    )
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        marks = {row.title: row.mark for row in rows(index)}
    assert len(marks) == 3
    assert marks["Clipped"] == marks["Clipped again"] != marks["Another"]


def test_an_article_with_only_a_heading_can_be_read(news: Path) -> None:
    write(news, a="# The title\n\nThe text.")
    bring_up_to_date(news)
    library = Library(news)
    with library.open_index() as index:
        opened = open_article(library, index, next(iter(rows(index))))
        assert opened.article
        assert (opened.article.title, opened.reason) == ("The title", "")
        values = FieldReader(news, index.traits(), (), Query(), is_exact=True).values(opened.row)
    assert values
    assert "The text." in str(values["body"])


def test_topics_of_a_jekyll_folder_are_the_same_in_the_list_and_in_the_article(news: Path) -> None:
    (news / "_config.yml").touch()
    write(news, a="---\ntitle: A\ntags: one two\n---\nText")
    bring_up_to_date(news)
    library = Library(news)
    with library.open_index() as index:
        opened = open_article(library, index, next(iter(rows(index))))
        assert opened.article
        assert opened.article.topics == ("one", "two")
        assert {facet.name for facet in index.facets("topic")} == {"one", "two"}
