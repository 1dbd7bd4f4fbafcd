"""Any mix of kinds and names is an article or has a reason; each kind says the same."""

import json
from collections.abc import Callable

import yaml
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.articles.fields import FULL_TITLE, NAMES, NESTED, OWN
from broadsheet.articles.folder_traits import FolderTraits
from broadsheet.articles.model import Article, NotAnArticle, Unreadable
from broadsheet.articles.read import understand
from broadsheet.text.door import clean_line

ALL_NAMES = [name for names in (*NAMES.values(), OWN, NESTED, (FULL_TITLE,)) for name in names]
Fields = dict[str, object]

TEXTS = st.sampled_from(
    [
        *(
            "A title",
            "two, words",
            "#tag",
            "[[x|y]]",
            "~",
            "null",
            "1.10",
            "no",
            "",
            " ",
            "\U0001f600",
        ),
        *(
            "https://example.org/a?b=1&amp;c=2",
            "//example.org",
            "/a.png",
            "www.example.org",
            "a: b",
        ),
        *("2024-02-03", "Jun 19 2024", "2024-02-03T10:00:00Z", "1706954400", "soon", "\x1b[2J"),
    ]
)
SCALARS = TEXTS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*ALL_NAMES, "domain", "alt", "src"]), inner, max_size=3)
    ),
    max_leaves=6,
)
ODD_NAMES = st.sampled_from(ALL_NAMES).flatmap(
    lambda name: st.sampled_from(
        [name, name.upper(), name.replace("_", "-"), f"{name[:1]}_{name[1:]}"]
    )
)
BODIES = st.sampled_from(["", "Body.", "# Heading\n\nText", "<p>One</p>", "\n---\n", "{", "a:: b"])
TRAITS = st.builds(FolderTraits, st.booleans(), st.booleans(), st.booleans())


def as_yaml(fields: Fields) -> str:
    return f"---\n{yaml.safe_dump(fields, sort_keys=False, allow_unicode=True)}---\n"


def as_json(fields: Fields) -> str:
    return json.dumps(fields, indent=1) + "\n\n"


def as_toml(fields: Fields) -> str:
    return "".join(
        ["+++\n", *(f"{json.dumps(n)} = {toml(v)}\n" for n, v in fields.items()), "+++\n"]
    )


def toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(n)} = {toml(v)}" for n, v in value.items()) + "}"
    return json.dumps(value).replace("\\u007f", "\x7f")


def as_headers(fields: Fields) -> str:
    return "".join(f"{name}: {value}\n" for name, value in fields.items()) + "\n"


def as_properties(fields: Fields) -> str:
    return "".join(f"{name}:: {value}\n" for name, value in fields.items()) + "\n"


WRITERS: list[Callable[[Fields], str]] = [as_yaml, as_json, as_toml, as_headers, as_properties]


@given(
    st.dictionaries(ODD_NAMES, VALUES, max_size=6),
    st.sampled_from(WRITERS),
    BODIES,
    TRAITS,
    st.sampled_from(["a.md", "_posts/2024-02-03-a.md", "x/_index.md", "README.md", "b/index.html"]),
)
def test_any_mix_is_an_article_or_has_a_reason(
    fields: Fields, write: Callable[[Fields], str], body: str, traits: FolderTraits, path: str
) -> None:
    found = understand(path, (write(fields) + body).encode("utf-8", "replace"), traits)

    match found:
        case Article():
            assert found.title == clean_line(found.title) != ""
            assert all(topic == clean_line(topic) != "" for topic in found.topics)
            assert all(author == clean_line(author) != "" for author in found.authors)
        case NotAnArticle():
            assert found.reason
        case Unreadable():
            assert found.problems


LINE = st.sampled_from(
    ["A title", "One two", "Version 3.10: more", "1.10", "Caf\xe9", "\U0001f600 x"]
)
SIMPLE: st.SearchStrategy[Fields] = st.fixed_dictionaries(
    {"title": LINE},
    optional={
        "date": st.sampled_from(["2024-02-03", "2024-02-03T10:00:00Z", "Jun 19 2024", "2014-03"]),
        "author": st.sampled_from(["A. Writer", "A. Writer, B. Writer"]),
        "tags": st.sampled_from(["one", "one, two words", "3.10, 1e3"]),
        "category": LINE,
        "summary": LINE,
        "link": st.sampled_from(["https://example.org/a?b=1&amp;c=2", "www.example.org/x"]),
        "image": st.sampled_from(["https://example.org/a.png", "/b.png"]),
        "site": LINE,
        "draft": st.sampled_from(["true", "false"]),
        "kind": st.sampled_from(["video", "note"]),
    },
)


@given(SIMPLE)
def test_an_article_reads_the_same_in_every_kind_of_front_matter(fields: Fields) -> None:
    articles = [understand("a.md", (write(fields) + "Body.").encode()) for write in WRITERS]

    first = articles[0]
    assert isinstance(first, Article)
    assert first.problems == ()
    for other in articles[1:]:
        assert isinstance(other, Article)
        assert other._replace(fields=first.fields, earlier_keys=first.earlier_keys) == first
