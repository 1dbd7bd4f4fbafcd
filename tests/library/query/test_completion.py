from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.library.index.names import Facet
from broadsheet.library.library import Library
from broadsheet.library.query.completion import Choice, complete
from broadsheet.library.query.fields import FIELDS
from broadsheet.library.query.names import check_names
from broadsheet.library.query.parse import facet_term, parse
from broadsheet.library.query.terms import FLAGS, FacetField, in_quotes
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.text.door import clean_line
from broadsheet.text.folding import name_key
from tests.files import write_article
from tests.library.names import names_of
from tests.library.queries import query_texts

NAMES = names_of(
    [
        Facet("topic", "AI", 50),
        Facet("topic", "AI Hardware", 20),
        Facet("topic", "Open hardware", 5),
        Facet("topic", "\u00c9lan vital", 4),
        Facet("topic", 'So-called "news"', 1),
        Facet("provider", "About Hardware", 9),
        Facet("provider", "IBM", 3),
        Facet("type", "video", 7),
        Facet("category", "news", 80),
    ],
    {"IBM": "ibm.com"},
)


def inserted(text: str, cursor: int | None = None) -> list[str]:
    completion = complete(text, len(text) if cursor is None else cursor, NAMES)
    return [choice.text for choice in completion.choices]


def completed(text: str, cursor: int) -> list[str]:
    completion = complete(text, cursor, NAMES)
    return [completion.apply(text, choice) for choice in completion.choices]


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        # fields, and what a word may be the beginning of
        ("qu", ["quality:"]),
        ("robots -ca", ["category:", 'topic:"So-called ""news"""']),
        ("ne", ["newer:", "newest:", "category:news", 'topic:"So-called ""news"""']),
        ("-sor", []),
        ("unr", ["is:unread"]),
        ("hard", ['topic:"AI Hardware"', 'provider:"About Hardware"', 'topic:"Open hardware"']),
        ("-ibm", ["provider:IBM"]),
        # names: frequent first, and those that begin like this before those a word of which does
        (
            "topic:",
            ["AI", '"AI Hardware"', '"Open hardware"', '"Élan vital"', '"So-called ""news"""'],
        ),
        ("topic:ai", ["AI", '"AI Hardware"']),
        ("topic:AI", ['"AI Hardware"']),
        ('topic:"ai', ['"AI"', '"AI Hardware"']),
        ('topic:"ai ', ['"AI Hardware"']),
        ("topic:HARD", ['"AI Hardware"', '"Open hardware"']),
        ("topic:e", ['"Élan vital"']),
        ("-type:v", ["video"]),
        ("provider:x", []),
        # values
        ("is:", ["read", "unread", "starred", "later", "published", "broken", "lead", "muted"]),
        ("has:i", ["image"]),
        ("quality:", ["top10%", "top25%", "none"]),
        ("heat:>5", []),
        ("newest:", ["7d", "2w", "1m", "3m", "1y"]),
        ("newer:1", ["1m", "1y", "1d", "1w"]),
        ("date:T", ["today"]),
        # sort keys
        ("sort:he", ["-heat", "heat"]),
        ("sort:-d", ["-date"]),
        ("sort:-heat,h", []),
        ("sort:-heat,d", ["-date", "date"]),
        # nothing
        ("", []),
        ("robots ", []),
        ("q", []),
        ('"qu', []),
        ("foo:b", []),
        ("zzz", []),
    ],
)
def test_what_is_typed_can_be_completed(text: str, choices: list[str]) -> None:
    assert inserted(text) == choices


def test_sort_keys_are_offered_best_first() -> None:
    assert inserted("sort:")[:4] == ["-quality", "-heat", "-merit", "-date"]
    assert inserted("sort:")[4:7] == ["-sources", "-front", "title"]


def test_choices_say_what_they_are_and_how_many_carry_them() -> None:
    [choice] = complete("qual", 4, NAMES).choices
    assert choice == Choice("quality:", "quality:", hint=">50, 50..90, top10%, none")
    [choice] = complete("topic:hardware x", 11, NAMES).choices[:1]
    assert choice == Choice('"AI Hardware"', "AI Hardware", 20)


@pytest.mark.parametrize(
    ("text", "cursor", "first"),
    [
        ("a -topic:op b", 11, 'a -topic:"Open hardware" b'),
        ('topic:"AI"x', 10, 'topic:"AI Hardware"x'),
        ("topic:AI b", 7, 'topic:"AI Hardware" b'),
        ("qualty:>50", 4, "quality:>50"),
        ("sort:h,title", 6, "sort:-heat,title"),
        ("vi robots", 2, "type:video robots"),
    ],
)
def test_what_stands_around_stays(text: str, cursor: int, first: str) -> None:
    assert completed(text, cursor)[0] == first


@pytest.mark.parametrize(("text", "cursor"), [("hardly", 4), ("AI  b", 3), ("AI b", 3)])
def test_no_word_is_cut_in_two_and_no_blank_completed(text: str, cursor: int) -> None:
    assert completed(text, cursor) == []


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_offered(field: str) -> None:
    assert f"{field}:" in inserted(field[:2])


@pytest.mark.parametrize("flag", FLAGS)
def test_every_flag_is_offered(flag: str) -> None:
    kind, value = flag.split(":")
    assert value in inserted(f"{kind}:")


@given(st.text() | query_texts(), st.integers(0, 60))
@example('topic:"AI"x', 10)
@example("sort:-heat,d,title", 12)
def test_whatever_is_chosen_is_understood(text: str, cursor: int) -> None:
    completion = complete(text, cursor, NAMES)
    assert 0 <= completion.start <= completion.end
    for choice in completion.choices:
        became = completion.apply(text, choice)
        [part] = [part for part in parse(became).parts if part.start <= completion.start < part.end]
        if choice.text.endswith(":"):
            assert part.kind in ("field", "sort", "ignored", "unknown")  # whatever follows it
            assert became[part.start : part.end].removeprefix("-").startswith(choice.text)
        else:
            assert part.kind in ("field", "sort")


_ANY_NAME = st.text(max_size=12).map(clean_line).filter(name_key)


@given(st.sampled_from(["topic", "provider", "type", "category"]), _ANY_NAME, st.data())
def test_every_name_can_be_completed_from_its_beginning(
    kind: FacetField, name: str, data: st.DataObject
) -> None:
    names = names_of([Facet(kind, name, 1)])
    begun = name[: data.draw(st.integers(0, len(name)))]
    text = f"{kind}:{in_quotes(begun)}"[:-1]
    completion = complete(text, len(text), names)
    [choice] = completion.choices
    assert parse(completion.apply(text, choice)).terms == (facet_term(kind, name),)


def test_a_name_that_no_article_carries_is_noted_with_what_was_meant() -> None:
    text = (
        'x: topic:"AI Hadware" topic:hadware -type:vidoe provider:zzz topic:ai provider:www.ibm.com'
    )
    query = check_names(parse(text), NAMES)
    assert [(text[note.start : note.end], note.sentence) for note in query.notes] == [
        ('topic:"AI Hadware"', "There is no topic “AI Hadware”: did you mean “AI Hardware”?"),
        ("topic:hadware", "There is no topic “hadware”: did you mean “AI Hardware”?"),
        ("-type:vidoe", "There is no type “vidoe”: did you mean “video”?"),
        ("provider:zzz", "There is no provider “zzz” in this library."),
    ]
    assert query == parse(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("topic:hard", "There is no topic “hard”: 2 names match: AI Hardware, Open hardware."),
        ("topic:new", 'There is no topic “new”: 1 name matches: So-called "news".'),
        ("-topic:ÉL", "There is no topic “ÉL”: 1 name matches: Élan vital."),
        ('topic:"vit ela"', "There is no topic “vit ela”: 1 name matches: Élan vital."),
        ("topic:ware", "There is no topic “ware” in this library."),
        ("provider:wired.example", "There is no provider “wired.example” in this library."),
    ],
)
def test_a_part_of_a_name_is_noted_with_the_names_it_is_taken_for(text: str, sentence: str) -> None:
    assert [note.sentence for note in check_names(parse(text), NAMES).notes] == [sentence]


def test_of_many_names_some_are_named() -> None:
    names = names_of(Facet("topic", f"Space {i}", 1200 - i) for i in range(1200))
    [note] = check_names(parse("topic:space"), names).notes
    assert (
        note.sentence == "There is no topic “space”: 1,200 names match: Space 0, Space 1, Space 2…"
    )


def test_the_names_are_those_of_the_library(news: Path) -> None:
    write_article(news, "a.md", "One", "topics: [AI, Portals]", "type: video")
    write_article(news, "b.md", "Two", "topics: [Portals]", "category: news")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        names = index.names()
        topics = names.begun(["topic"], "", 9)
        assert [(name.text, name.count) for name in topics] == [("Portals", 2), ("AI", 1)]
        assert names.has("type", "VIDEO")
        assert not names.has("category", "video")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("sort:-quality,heat", ["No article of this library has a quality."]),
        ("sort:-merit", []),
        ("robots sort:author", ["No article of this library has an author."]),
        ("quality:>50 heat:>50", ["No article of this library has a quality."]),
        ("-quality:top10% quality:none", ["No article of this library has a quality."]),
        ("newest:7d after:2023 sort:-date", ["No article of this library has a date."] * 3),
        ("sort:provider,title,path", []),
    ],
)
def test_what_no_article_has_is_noted(news: Path, text: str, sentences: list[str]) -> None:
    write_article(news, "a.md", "One", "heat: 8", "provider: {name: Rail}")
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        notes = check_names(parse(text), index.names()).notes
    assert [note.sentence for note in notes] == sentences
