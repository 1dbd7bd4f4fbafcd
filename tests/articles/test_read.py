import os
import socket
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.articles.model import Article, NotAnArticle, Unreadable
from broadsheet.articles.read import read_article, read_source
from broadsheet.text.door import clean_line

SEEDS = Path(__file__).parents[2] / "seeds"


def test_the_seeds_are_articles_without_a_problem() -> None:
    infra, meta = (read_article(SEEDS, path.name) for path in sorted(SEEDS.glob("*.txt")))

    assert isinstance(infra, Article)
    assert isinstance(meta, Article)
    assert infra.title.startswith("Takeaways from infra/STRUCTURE 2023: The future of internet")
    assert (infra.quality, infra.heat, infra.published) == (32, 32, False)
    assert infra.topics == ("AI Hardware", "AI", "Facebook AI")
    assert (meta.quality, meta.heat, meta.provider.domain) == (59, -1, "fb.com")
    assert [(item.provider.name, item.quality) for item in meta.related] == [("IBM", 90)]
    assert infra.problems == meta.problems == ()


def test_a_path_is_kept_as_the_library_knows_it(news: Path) -> None:
    (news / "2023").mkdir()
    (news / "2023" / "ä b.md").write_text("---\ntitle: A\n---\nBody", "utf-8")

    article = read_article(news, "2023/ä b.md")

    assert isinstance(article, Article)
    assert (article.path, article.title, article.body) == ("2023/ä b.md", "A", "Body")


def test_the_rest_of_the_fields_is_read_only_on_request(news: Path) -> None:
    (news / "a.md").write_text("---\ntitle: A\nprice: Free\n---\nBody")

    whole, quick = read_article(news, "a.md"), read_article(news, "a.md", with_fields=False)

    assert isinstance(whole, Article)
    assert isinstance(quick, Article)
    assert dict(whole.fields) == {"title": "A", "price": "Free"}
    assert dict(quick.fields) == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Just text", "no front matter"),
        ("# A heading\n\nText", "no front matter, only a heading"),
        ("", "empty"),
        (
            "---\ntitle: A collection\nitems: [a, b]\n---\n",
            "a title, but neither a link nor a body",
        ),
        ("---\nlayout: home\n---\n", "neither a link nor a body"),
        ("---\ntitle: '{{title}}'\n---\n{{content}}", "a template"),
    ],
)
def test_other_files_are_no_articles_and_no_problem(news: Path, text: str, reason: str) -> None:
    (news / "a.md").write_text(text)

    assert read_article(news, "a.md") == NotAnArticle("a.md", reason)


def test_a_broken_file_of_which_nothing_can_be_shown_is_a_problem(news: Path) -> None:
    (news / "a.md").write_text('---\ntitle: "A\n---\n')

    found = read_article(news, "a.md")

    assert isinstance(found, Unreadable)
    assert [str(problem) for problem in found.problems] == [
        "a.md:2: title: a quotation mark is never closed; read as plain text"
    ]


def test_a_file_that_is_gone_says_so(news: Path) -> None:
    found = read_article(news, "gone.md")

    assert isinstance(found, Unreadable)
    assert [problem.reason for problem in found.problems] == [
        "this file is gone, or a link to nowhere"
    ]
    assert read_source(news, "gone.md") == "this file is gone, or a link to nowhere"


def test_a_link_to_itself_says_so(news: Path) -> None:
    (news / "loop.md").symlink_to("loop.md")

    found = read_article(news, "loop.md")

    assert isinstance(found, Unreadable)
    assert [problem.reason for problem in found.problems] == ["this is a link that leads to itself"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(news: Path) -> None:
    (news / "a.md").touch(mode=0)

    found = read_article(news, "a.md")

    assert isinstance(found, Unreadable)
    assert [problem.reason for problem in found.problems] == [
        "you are not allowed to read this file"
    ]


def test_what_is_no_file_neither_blocks_nor_counts(news: Path) -> None:
    os.mkfifo(news / "fifo.md")
    (news / "folder.md").mkdir()
    (news / "device.md").symlink_to("/dev/zero")
    (news / "link.md").symlink_to("fifo.md")

    found = [read_article(news, f"{name}.md") for name in ("fifo", "folder", "device", "link")]

    assert {type(item) for item in found} == {NotAnArticle}
    assert read_source(news, "fifo.md") == "this is not a regular file"


def test_a_socket_neither_blocks_nor_counts(monkeypatch: pytest.MonkeyPatch, news: Path) -> None:
    monkeypatch.chdir(news)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.md")

        found = read_article(news, "s.md")

    assert isinstance(found, NotAnArticle)


def test_no_file_is_left_open(news: Path) -> None:
    (news / "a.md").write_text("---\ntitle: A\n---\nBody")
    (news / "folder.md").mkdir()
    # The lowest free number: it grows with every file that stays open.
    before = os.open(news, os.O_RDONLY)
    os.close(before)

    for name in ("a.md", "folder.md", "gone.md"):
        read_article(news, name)

    after = os.open(news, os.O_RDONLY)
    os.close(after)
    assert after == before


def test_the_source_shows_a_file_as_it_is_written(news: Path) -> None:
    (news / "a.md").write_bytes(b"---\r\ntitle: &amp; A\x1b[2J\r\n---\r\n[b]Body")

    source = read_source(news, "a.md")

    assert source.startswith("---\ntitle: &amp; A")
    assert source.endswith("\n---\n[b]Body")
    assert "\x1b" not in source


def test_the_source_of_a_file_of_megabytes_is_its_beginning(news: Path) -> None:
    (news / "a.md").write_bytes(b"---\ntitle: Long\n---\n" + "ä".encode() * 500_000)

    source = read_source(news, "a.md")

    assert source.startswith("---\ntitle: Long\n---\nää")
    assert source.endswith("ä\n… 700,020 more bytes of the file are not shown")


FRAGMENTS = st.sampled_from(
    [
        *(
            "---",
            "...",
            "\n",
            "\r\n",
            "\r",
            "  ",
            "\t",
            ": ",
            ":",
            "- ",
            "? ",
            "#",
            "|",
            ">",
            "<<: ",
        ),
        *('"', "'", "[", "]", "{", "}", "&a ", "*a", "!!int ", "%", "@", "`", "\\", ","),
        *("title", "name", "provider:\n", "related:\n", "images:\n", "  - title: x\n", "topics: "),
        *(
            "originalUrl: https://x.org/y\n",
            "quality: high\n",
            "heat: 3\n",
            "secured: ",
            "a: b: c\n",
        ),
        *(
            "publishedDateTime: ",
            "2023-05-18T16:00:00Z",
            "true",
            "~",
            "-1",
            "9" * 25,
            "<p>",
            "é",
            "😀",
        ),
        *("\0", "\x1b[31m", "\x85", "\u2028", "\ufeff", "\u202e"),
    ]
)
FILES = st.one_of(
    st.binary(max_size=200),
    st.lists(FRAGMENTS, max_size=40).map(lambda parts: ("---\n" + "".join(parts)).encode()),
    st.lists(FRAGMENTS, max_size=40).map(
        lambda parts: ("---\ntitle: x\n" + "".join(parts) + "\n---\nBody").encode()
    ),
    st.text(max_size=100).map(lambda text: f"---\ntitle: {text}\n---\nBody".encode("utf-16")),
    st.binary(max_size=60).map(lambda data: b"---\ntitle: x\n" + data + b"\n---\nBody"),
)


@given(FILES)
def test_any_bytes_are_read_and_every_problem_has_a_line_of_the_file(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.md").write_bytes(data)

        found = read_article(Path(folder), "a.md")

    lines = data.count(b"\n") + data.count(b"\r") + 1
    problems = () if isinstance(found, NotAnArticle) else found.problems
    assert all(problem.line is None or 1 <= problem.line <= lines for problem in problems)
    assert all(problem.reason == clean_line(problem.reason) for problem in problems)
    if isinstance(found, Article):
        assert found.title == clean_line(found.title) != ""
