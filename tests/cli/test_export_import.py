"""`broadsheet export` and `import`: marks carried from one machine to another."""

import json
import subprocess
from pathlib import Path

import pytest

from broadsheet.marks.model import MarkKind, key_of
from broadsheet.marks.store import Marks
from tests.cli.commands import Out, Run
from tests.files import write_article
from tests.terminal.reader_env import BROADSHEET, REPOSITORY


class Machine:
    """A machine with marks of its own; libraries are on all of them."""

    def __init__(self, folder: Path) -> None:
        self.folders = {"XDG_DATA_HOME": str(folder)}
        self._marks = folder / "broadsheet" / "marks.sqlite"

    def mark(self, kind: MarkKind, *names: str) -> None:
        """Mark articles as the reader does."""
        urls = [f"https://example.com/{name}" for name in names]
        keys = [(key_of(url) or 0, url) for url in urls]
        with Marks(self._marks) as marks:
            marks.mark(kind, True, keys)


@pytest.fixture
def here(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "here")


@pytest.fixture
def there(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "there")


@pytest.fixture
def two(news: Path) -> Path:
    """A library of two articles."""
    write_article(news, "one.md", "One")
    write_article(news, "two.md", "Two")
    return news


def test_marks_arrive_on_another_machine(
    out: Out, two: Path, tmp_path: Path, here: Machine, there: Machine
) -> None:
    here.mark("starred", "one.md")
    here.mark("read", "one.md", "two.md")
    there.mark("later", "two.md")
    file = tmp_path / "marks.json"
    said = out("export", two, file, **here.folders)
    assert said == f"wrote the marks of 2 articles to {file}\n"
    said = out("import", two, file, **there.folders)
    assert said == (f"2 articles in the file, 2 changed here\n{two}: 2 read, 1 starred, 1 later\n")
    [line] = out("list", two, "is:starred", "--json", **there.folders).splitlines()
    article = json.loads(line)
    assert [article[name] for name in ("title", "read", "starred", "later")] == [
        *("One", True, True, False),
    ]
    assert "0 changed here" in out("import", file, **there.folders)


def test_an_export_has_the_marks_of_the_library_or_all_there_are(
    out: Out, two: Path, tmp_path: Path, here: Machine
) -> None:
    here.mark("read", "one.md", "elsewhere.md")
    file = tmp_path / "marks.json"
    assert "of 1 article to" in out("export", two, file, **here.folders)
    [mark] = json.loads(file.read_text("utf-8"))["marks"]
    assert mark["url"] == "https://example.com/one.md"
    assert "of 2 articles to" in out("export", file, **here.folders)


def test_marks_go_through_a_pipe(
    run: Run, environment: dict[str, str], two: Path, here: Machine, there: Machine
) -> None:
    here.mark("starred", "two.md")
    exported = run("export", two, "-", **here.folders)
    assert exported.stderr == "wrote the marks of 1 article\n"
    imported = subprocess.run(
        [*BROADSHEET, "import", "-"],
        check=True,
        cwd=REPOSITORY,
        env=environment | there.folders | {"PYTHONIOENCODING": "ascii"},
        input=f"\ufeff{exported.stdout}",  # as some shells on Windows put in front
        capture_output=True,
        encoding="utf-8",
    )
    assert imported.stdout == "1 article in the file, 1 changed here\n"


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff\xfe", b'{"format": "broadsheet-marks", "version": 1, "marks": [']
)
def test_what_is_no_file_of_marks_is_told_in_one_line_and_changes_nothing(
    run: Run, out: Out, two: Path, tmp_path: Path, here: Machine, content: bytes
) -> None:
    here.mark("starred", "one.md")
    file = tmp_path / "marks.json"
    file.write_bytes(content)
    finished = run("import", file, **here.folders)
    assert (finished.stdout, finished.returncode) == ("", 2)
    assert finished.stderr.count("\n") == 1
    assert out("list", two, "is:starred", "--count", **here.folders) == "1\n"


def test_marks_that_an_earlier_version_made_are_listed(
    out: Out, news: Path, tmp_path: Path, here: Machine
) -> None:
    (news / "a.md").write_text("---\ntitle: Weekly update\n---\n\nA week.\n", "utf-8")
    known_as = "hash:1c6b1844590456a04f02438be918d46e"
    exported = {
        "format": "broadsheet-marks",
        "version": 1,
        "marks": [{"url": known_as, "starred": True, "starredAt": "2024-01-01T00:00:00Z"}],
    }
    file = tmp_path / "marks.json"
    file.write_text(json.dumps(exported), "utf-8")
    out("list", news, "--count", **here.folders)
    assert out("import", news, file, **here.folders).endswith("0 read, 1 starred, 0 later\n")
    assert out("list", news, "is:starred", "--count", **here.folders) == "1\n"


@pytest.mark.parametrize("is_linked", [False, True])
def test_an_export_leaves_every_file_alone_that_holds_no_marks(
    run: Run, out: Out, two: Path, tmp_path: Path, here: Machine, is_linked: bool
) -> None:
    here.mark("starred", "one.md")
    article = two / "one.md"
    before = article.read_bytes()
    file = article
    if is_linked:
        file = tmp_path / "marks.json"
        file.symlink_to(article)
    finished = run("export", two, file, **here.folders)
    assert (finished.stdout, finished.returncode) == ("", 2)
    [line] = finished.stderr.splitlines()
    assert f"{file} exists and does not hold exported marks" in line
    assert article.read_bytes() == before
    assert sorted(two.iterdir()) == [article, two / "two.md"]


@pytest.mark.parametrize("present", ["{}", "[1]", '{"marks": []}', '{"format": "x"}', "\x00\xff"])
def test_an_export_leaves_json_of_others_alone(
    run: Run, tmp_path: Path, here: Machine, present: str
) -> None:
    file = tmp_path / "other.json"
    file.write_text(present, "latin-1")
    assert run("export", file, **here.folders).returncode == 2
    assert file.read_text("latin-1") == present


def test_an_export_replaces_an_earlier_one_however_it_is_laid_out(
    out: Out, two: Path, tmp_path: Path, here: Machine
) -> None:
    here.mark("starred", "one.md")
    file = tmp_path / "marks.json"
    file.touch()
    out("export", two, file, **here.folders)
    earlier = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(earlier, indent=4, sort_keys=True), "utf-8-sig")
    here.mark("starred", "two.md")
    assert "of 2 articles" in out("export", two, file, **here.folders)
    assert len(json.loads(file.read_text("utf-8"))["marks"]) == 2


def test_an_export_that_fails_leaves_the_last_one(
    run: Run, out: Out, two: Path, tmp_path: Path, here: Machine
) -> None:
    here.mark("starred", "one.md")
    file = tmp_path / "exports" / "marks.json"
    file.parent.mkdir()
    out("export", two, file, **here.folders)
    before = file.read_bytes()
    finished = run("export", tmp_path / "gone", file, **here.folders)
    assert finished.returncode == 2
    assert [path.read_bytes() for path in file.parent.iterdir()] == [before]


def test_a_file_that_holds_no_marks_is_named(run: Run, tmp_path: Path, here: Machine) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"format": "recipes"}', "utf-8")
    done = run("import", file, **here.folders)
    assert done.returncode != 0
    assert done.stderr == f"broadsheet: {file}: This is not a file of marks.\n"
    (tmp_path / "other.db").write_bytes(b"SQLite format 3\0")
    database = run("import", tmp_path / "other.db")
    assert f"{tmp_path}/other.db: This is not newsboat's" in database.stderr


def test_two_parted_articles_are_told_on_the_way_out_and_in(
    out: Out, tmp_path: Path, here: Machine
) -> None:
    urls = ["https://example.com/one.md", "https://example.com/two.md"]
    at = {"parted": True, "partedAt": "2023-05-18T10:00:00Z"}
    document = {"format": "broadsheet-marks", "version": 1, "marks": []}
    given, file = tmp_path / "given.json", tmp_path / "marks.json"
    given.write_text(json.dumps(document | {"partings": [{"urls": urls} | at]}), "utf-8")
    said = out("import", given, **here.folders)
    assert said == "1 pair taken out of one story in the file, 1 changed here\n"
    said = out("export", file, **here.folders)
    assert said == f"wrote 1 pair taken out of one story to {file}\n"
    document["marks"] = [{"url": urls[0], "read": True, "readAt": at["partedAt"]}]
    given.write_text(json.dumps(document | {"partings": [{"urls": urls} | at]}), "utf-8")
    assert out("import", given, **here.folders) == (
        "1 article in the file, 1 changed here; "
        "1 pair taken out of one story in the file, 0 changed here\n"
    )
    undone = {"parted": False, "partedAt": "2023-05-18T11:00:00Z"}
    document["marks"] = []
    given.write_text(json.dumps(document | {"partings": [{"urls": urls} | undone]}), "utf-8")
    assert out("import", given, **here.folders) == (
        "0 pairs taken out of one story in the file, 1 changed here\n"
    )
    assert out("export", file, **here.folders) == f"wrote the marks of 1 article to {file}\n"
