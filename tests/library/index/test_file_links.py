"""Links between files lead to the article that they name, however the link is written."""

from pathlib import Path

import pytest

from broadsheet.library.index.database import index_path
from broadsheet.library.index.index import Index
from broadsheet.library.sync.sync import bring_up_to_date
from tests.files import write_article
from tests.library.rows import path_of

FILES = {
    "Inbox/From.md": "Where the link is",
    "Inbox/Near.md": "A neighbour",
    "Other.md": "At the top",
    "Inbox/Other.md": "The nearer one",
    "archive/2024/Deep Thoughts.md": "Thoughts",
    "archive/Élan vital.md": "Bergson's idea",
    "content/posts/bundle/index.md": "A bundle of Hugo",
    "content/posts/bundle/pictures/index.md": "Its pictures",
    "_posts/2013-05-06-first-release.md": "Release one",
    "page.html": "A page",
    "v1.2 notes.md": "Notes of 1.2",
}


@pytest.fixture
def library(news: Path) -> Path:
    for name, title in FILES.items():
        write_article(news, name, title)
    (news / "README.md").write_text("# Not an article\n", "utf-8")
    write_article(news.parent, "outside.md", "Outside")
    bring_up_to_date(news)
    return news


def led_to(library: Path, href: str, from_path: str = "Inbox/From.md") -> str | None:
    with Index(index_path(library)) as index:
        article_id = index.lookup.id_of_file(href, from_path)
        return None if article_id is None else path_of(index, article_id)


@pytest.mark.parametrize(
    ("href", "path"),
    [
        # By path, from the file itself, then from the folder of the library.
        ("Near.md", "Inbox/Near.md"),
        ("./Near.md#part", "Inbox/Near.md"),
        ("Near", "Inbox/Near.md"),
        ("../archive/2024/Deep%20Thoughts.md", "archive/2024/Deep Thoughts.md"),
        ("archive/2024/Deep%20Thoughts", "archive/2024/Deep Thoughts.md"),
        ("/page.html?x=1", "page.html"),
        ("archive\\2024\\Deep%20Thoughts.md", "archive/2024/Deep Thoughts.md"),
        # By the name of the file, wherever it is; the nearest of several.
        ("Deep%20Thoughts", "archive/2024/Deep Thoughts.md"),
        ("deep-thoughts", "archive/2024/Deep Thoughts.md"),
        # By the address that a site gives the file.
        ("/2013/05/06/first-release.html", "_posts/2013-05-06-first-release.md"),
        ("/blog/2013/05/06/first-release/", "_posts/2013-05-06-first-release.md"),
        ("2024/Deep%20Thoughts", "archive/2024/Deep Thoughts.md"),
        ("vault/archive/2024/Deep%20Thoughts", "archive/2024/Deep Thoughts.md"),
        ("%C3%89LAN%20VITAL", "archive/Élan vital.md"),
        ("E%CC%81lan%20vital", "archive/Élan vital.md"),
        ("INBOX/NEAR.MD", "Inbox/Near.md"),
        ("other", "Inbox/Other.md"),
        ("/Other", "Other.md"),
        ("v1.2%20notes", "v1.2 notes.md"),
        # By title.
        ("Bergson%27s%20idea", "archive/Élan vital.md"),
        # Hugo, Jekyll, Zola, Pelican.
        ("/posts/bundle", "content/posts/bundle/index.md"),
        ("posts/bundle/", "content/posts/bundle/index.md"),
        ("bundle", "content/posts/bundle/index.md"),
        ("2013-05-06-first-release", "_posts/2013-05-06-first-release.md"),
        ("@/posts/bundle/index.md", "content/posts/bundle/index.md"),
        ("%7Bfilename%7D/Other.md", "Other.md"),
        ("%7Bfilename%7DNear.md", "Inbox/Near.md"),
    ],
)
def test_a_link_leads_to_the_article_it_names(library: Path, href: str, path: str) -> None:
    assert led_to(library, href) == path


@pytest.mark.parametrize(
    "href",
    [
        *("", "#part", "/", "..", "./", "?", "%00", "%ff", "\ud800", "x" * 5000, "../" * 300),
        *("../../outside.md", "/../outside.md", "..%2F..%2Foutside.md", "outside.md"),
        *("https://example.com/Near.md", "//host/Near.md", "file:Near.md", "javascript:Near"),
        *("Near.png", "Near.pdf", "missing", "missing/Near.md", "README.md", "2024/bundle"),
    ],
    ids=ascii,
)
def test_other_links_lead_nowhere(library: Path, href: str) -> None:
    assert led_to(library, href) is None


def test_a_file_that_moves_is_found_at_its_new_place(library: Path) -> None:
    assert led_to(library, "Deep-Thoughts.md") == "archive/2024/Deep Thoughts.md"
    (library / "archive/2024/Deep Thoughts.md").rename(library / "Shallow.md")
    bring_up_to_date(library)
    assert led_to(library, "Deep%20Thoughts") is None
    assert led_to(library, "shallow") == "Shallow.md"


def test_a_link_is_looked_up_without_a_scan(library: Path) -> None:
    asked: list[str] = []
    with Index(index_path(library)) as index:
        index._connection.set_trace_callback(asked.append)
        index.lookup.id_of_file("deep-thoughts-missing", "Inbox/From.md")
        index._connection.set_trace_callback(None)
        assert len(asked) == 3
        for sql in asked:
            plan = index._connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            assert not any("SCAN" in str(step) for step in plan), plan
