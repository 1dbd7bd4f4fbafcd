"""Every kind of front matter, sound and broken, and what is no article."""

import sys
from time import process_time

import pytest

from broadsheet.articles.folder_traits import PLAIN_FOLDER, FolderTraits, traits_of
from broadsheet.articles.model import Article, NotAnArticle, Unreadable
from broadsheet.articles.read import understand
from tests.articles.makes import MAKES, Make, dated, read


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES.keys())
def test_every_make_is_read(make: Make) -> None:
    found = read(make.text, make.path)

    assert (
        Make(
            make.text,
            found.title,
            make.path,
            dated(found) if found.published_at else "",
            found.url,
            (found.provider.name, found.provider.domain),
            found.authors,
            found.topics,
            found.category,
            found.excerpt,
            tuple(image.url for image in found.images),
            found.published,
            found.type,
        )
        == make
    )


@pytest.mark.parametrize(
    ("text", "path", "traits", "reason"),
    [
        ("---\ntitle: A\n---\nBody", "blog/_index.md", PLAIN_FOLDER, "a section page (_index)"),
        ("+++\ntitle = 'A'\n+++\n", "a.md", PLAIN_FOLDER, "a title, but neither a link nor a body"),
        (
            "---\ntags: [a]\n---\nA note",
            "a.md",
            FolderTraits(is_vault=True),
            "a note without link, date and source",
        ),
        ("---\ntitle: {{title}}\n---\n", "a.md", PLAIN_FOLDER, "a template"),
        ("---\ncreated: <% tp.date.now() %>\n---\nText", "a.md", PLAIN_FOLDER, "a template"),
        ('+++\ntitle = "a"\ndate = {{ .Date }}\n+++\nText', "a.md", PLAIN_FOLDER, "a template"),
        ("# Title\n\nText", "README.md", FolderTraits(has_headings_only=True), "no front matter"),
        ("Text\n\n# Title", "a.md", FolderTraits(has_headings_only=True), "no front matter"),
        ("From: me\nSubject: Title: x\n\nText", "a.md", PLAIN_FOLDER, "no front matter"),
        ("{% include x %}", "a.md", PLAIN_FOLDER, "no front matter"),
        ("std::vec is a path", "a.md", PLAIN_FOLDER, "no front matter"),
    ],
)
def test_what_is_not_an_article_says_why(
    text: str, path: str, traits: FolderTraits, reason: str
) -> None:
    assert understand(path, text.encode(), traits) == NotAnArticle(path, reason)


def test_a_placeholder_that_is_no_title_or_date_makes_no_template() -> None:
    text = '---\ntitle: Use {{ ref }} in Hugo\ndate: 2024-01-01\nimage: "{{ x }}"\n---\nText'
    assert read(text).title == "Use {{ ref }} in Hugo"


def test_a_note_of_a_vault_with_a_date_a_link_or_a_source_is_an_article() -> None:
    for line in ("date: 2024-02-03", "url: https://a.example", "source: The Daily"):
        assert read(f"---\n{line}\n---\nText", traits=FolderTraits(is_vault=True)).title == "a"
    assert read("---\ntags: [a]\n---\nText", "2024-02-03.md", FolderTraits(is_vault=True))


def test_readwise_in_a_vault_is_an_article_without_its_list() -> None:
    found = read(MAKES["Readwise"].text, traits=FolderTraits(is_vault=True))

    assert found.body == "## Highlights\n- A sentence."


def test_a_problem_in_a_list_of_metadata_has_its_line() -> None:
    text = "\n# A title\n\n## Metadata\n- URL: https://a.example\n- publishedDateTime: soon\n"
    found = understand("a.md", text.encode())

    assert isinstance(found, Article)
    assert [problem.line for problem in found.problems] == [6]


def test_a_heading_called_metadata_further_down_is_text() -> None:
    found = read("---\ntitle: A\n---\nText.\n\n## Metadata\n- Author: no one\n")

    assert (found.authors, found.excerpt) == ((), "Text.")


def test_a_first_heading_makes_an_article_where_most_files_are_so() -> None:
    found = read("# The title\n\nBody.", "2024-02-03-x.md", FolderTraits(has_headings_only=True))

    assert (found.title, dated(found), found.excerpt) == ("The title", "2024-02-03", "Body.")


def test_the_traits_of_a_folder_follow_from_its_names() -> None:
    assert traits_of(["a", "b.md"]) == PLAIN_FOLDER
    assert traits_of([".obsidian"]).is_vault
    assert traits_of(["logseq", "pages"]).is_vault
    assert traits_of(["_posts"]).is_jekyll


@pytest.mark.parametrize(
    "costly",
    [
        "a." * 100_000 + "a = 1",
        '"a" . ' * 30_000 + "a = 1",
        f"[{'a.' * 100_000}a]",
        f"x = {{{'a.' * 100_000}a = 1}}",
        f"[{'x' * 100_000}]\n" + "a = b c\n" * 10_000,
    ],
    ids=["a key", "quoted names", "a table", "within a value", "a long table"],
)
def test_toml_that_costs_time_by_the_square_of_its_length_is_read_in_no_time(costly: str) -> None:
    began = process_time()
    found = understand("a.md", f'+++\ntitle = "A"\n{costly}\n+++\nBody'.encode())
    assert isinstance(found, Article)
    assert found.title == "A"
    assert process_time() - began < 3


@pytest.mark.parametrize(
    ("text", "fields", "problems"),
    [
        (
            '+++\ntitle = "A"\ndate = 2024-02-30\ntags = ["a",\n "b"]\nauthor = A. W\n+++\nBody',
            {"title": "A", "date": "2024-02-30", "tags": ["a", "b"], "author": "A. W"},
            [
                f"a.md:{place}: this is not TOML; read as plain text"
                for place in ("3: date", "6: author")
            ],
        ),
        ('+++\ntitle = "\\ud83d\\ude00"\n+++\nBody', {"title": "\U0001f600"}, []),
        ('+++\ntitle = "A"\n\nBody', {"title": "A"}, ["a.md:1: the closing +++ is missing"]),
        (
            '{\n "title": "A",\n "tags": ["a"],\n}\n\nBody',
            {"title": "A", "tags": ["a"]},
            # Python 3.13 names the comma, not what should follow it.
            [f"a.md:{3 if sys.version_info >= (3, 13) else 4}: this is not valid JSON"],
        ),
        (
            '{\n "title": "A",\n "a": "x" "y",\n "author": "B"\n}\n\nBody',
            {"title": "A", "author": "B"},
            [
                "a.md:3: this is not valid JSON",
            ],
        ),
    ],
)
def test_of_broken_toml_and_json_the_rest_is_read(
    text: str, fields: dict[str, object], problems: list[str]
) -> None:
    found = understand("a.md", text.encode())

    assert isinstance(found, Article)
    assert found.body == "Body"
    assert {name: found.fields[name] for name in fields} == fields
    told = [str(problem) for problem in found.problems if "such as" not in problem.reason]
    assert told == problems


@pytest.mark.parametrize(
    "front",
    [
        "{" + '"a": {' * 40 + "}" * 40 + ', "title": "A"}',
        '{"title": "A", "a": ' + "[" * 100_000 + "}",
        "+++\ntitle = 'A'\na = " + "[" * 100_000 + "\n+++",
        "+++\ntitle = 'A'\n[" + ".".join(["a"] * 5_000) + "]\nx = 1\n+++",
        '{"title": "A", "a": [' + "1," * 30_000 + "1]}",
        '{"title": "A", "a": ' + "9" * 10_000 + "}",
        "title:: A\n" + "a:: b\n" * 10_000,
        "Title: A\n" + "a: b\n" * 10_000,
    ],
    ids=["depth", "JSON lists", "TOML lists", "TOML tables", "values", "digits", "::", ":"],
)
def test_no_make_of_front_matter_can_exhaust_the_reader(front: str) -> None:
    found = understand("a.md", f"{front}\n\nBody".encode())

    assert isinstance(found, Article | NotAnArticle | Unreadable)
    if isinstance(found, Article):
        assert found.title == "A"
