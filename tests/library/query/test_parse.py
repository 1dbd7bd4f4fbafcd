from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.library.query.dates import Ago, CalendarDate, Moment, NamedDay
from broadsheet.library.query.fields import parse_sort
from broadsheet.library.query.parse import Query, facet_query, parse
from broadsheet.library.query.terms import (
    Comparison,
    FacetTerm,
    Flag,
    Measure,
    Missing,
    Newest,
    Phrase,
    Range,
    SortKey,
    Term,
    Top,
    Word,
)
from broadsheet.library.query.tokens import without_controls
from tests.library.queries import query_texts


def sentences(text: str) -> list[str]:
    return [note.sentence for note in parse(text).notes]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("robots", Word("robots")),
        ("-robots", Word("robots", negated=True)),
        ('"exact phrase"', Phrase("exact phrase")),
        ('-"exact phrase"', Phrase("exact phrase", negated=True)),
        ('topic:"AI Hardware"', FacetTerm("topic", "AI Hardware")),
        ("-Provider:about.fb", FacetTerm("provider", "about.fb", negated=True)),
        ("type:video", FacetTerm("type", "video")),
        ("category:news", FacetTerm("category", "news")),
        ("quality:>50", Measure("quality", Comparison(">", 50))),
        ('quality:"> 50"', Measure("quality", Comparison(">", 50))),
        ("quality:50..90", Measure("quality", Range(50, 90))),
        ("quality:50..", Measure("quality", Range(50, None))),
        ("heat:..-1", Measure("heat", Range(None, -1))),
        ("heat:-1", Measure("heat", Comparison("=", -1))),
        ("heat:>=0", Measure("heat", Comparison(">=", 0))),
        ("heat:=7", Measure("heat", Comparison("=", 7))),
        ("quality:NONE", Measure("quality", Missing())),
        ("-heat:top10%", Measure("heat", Top(10), negated=True)),
        ("after:2023", Measure("date", Comparison(">=", CalendarDate(2023)))),
        ("before:2023-05", Measure("date", Comparison("<", CalendarDate(2023, 5)))),
        ("date:2023-05-18", Measure("date", Comparison("=", CalendarDate(2023, 5, 18)))),
        ("date:>2023-05", Measure("date", Comparison(">", CalendarDate(2023, 5)))),
        ("date:2022..2023-05", Measure("date", Range(CalendarDate(2022), CalendarDate(2023, 5)))),
        ("date:none", Measure("date", Missing())),
        ("date:Today", Measure("date", Comparison("=", NamedDay.TODAY))),
        ("newer:7d", Measure("date", Comparison(">=", Ago(7, "d")))),
        ("date:7d", Measure("date", Comparison(">=", Ago(7, "d")))),
        ("newest:2w", Newest(Ago(2, "w"))),
        ("-newest:1M", Newest(Ago(1, "m"), negated=True)),
        ("older:3m", Measure("date", Comparison("<", Ago(3, "m")))),
        (
            "after:2023-05-18T14:30Z",
            Measure("date", Comparison(">=", Moment(datetime(2023, 5, 18, 14, 30, tzinfo=UTC)))),
        ),
        (
            'after:"2023-05-18 16:30+02:00"',
            Measure("date", Comparison(">=", Moment(datetime(2023, 5, 18, 14, 30, tzinfo=UTC)))),
        ),
        ("is:starred", Flag("is:starred")),
        ("-has:Related", Flag("has:related", negated=True)),
    ],
)
def test_each_construct_is_understood(text: str, term: Term) -> None:
    assert parse(text) == Query((term,))
    assert parse(text).notes == ()


@pytest.mark.parametrize(
    "text",
    [
        'ai "exact phrase" topic:"AI Hardware" -type:video quality:>50 heat:0..90 sort:-heat,date',
        'newer:7d older:3m after:2023-05 before:2023-11-06 date:today topic:"say ""hi"""',
        "quality:none -is:read has:image foo:bar qualty:50 -after:yesteryear date:=7d",
    ],
)
def test_the_text_comes_back_as_it_was_typed(text: str) -> None:
    assert str(parse(text)) == text


def test_terms_are_parted_by_any_blanks_and_sort_may_stand_anywhere() -> None:
    assert parse("  sort:-heat \t ai\n type:video ") == parse("ai type:video sort:-heat")


def test_an_open_quote_reaches_to_the_end_while_one_is_typing() -> None:
    assert parse('news "exact phr') == Query((Word("news"), Phrase("exact phr")))
    assert parse('topic:"AI Hard').facet("topic") == ("AI Hard",)


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        (
            "qualty:>50",
            "qualty 50",
            "“qualty:” is not a field: did you mean “quality:”? It is searched for as words.",
        ),
        ("topics:AI", "topics ai", "“topics:” is not a field: did you mean “topic:”?"),
        ("prov:ibm", "prov ibm", "“prov:” is not a field: did you mean “provider:”?"),
        ("foo:bar", "foo bar", "“foo:” is not a field. It is searched for as words."),
        ("quality:much", "quality much", "“quality:” takes a number (“>50”, “50..90”)"),
        ("quality:1..x", "quality 1 x", "or “none”, not “x”."),
        ("heat:top0%", "heat top0", "“heat:” takes a number"),
        ("heat:top101%", "heat top101", "“heat:” takes a number"),
        ("after:2023-13", "after 2023 13", "“2023-13” is not a date: write “2023”, “2023-05”"),
        ("date:2023-06-31", "date 2023 06 31", "“2023-06-31” is not a date"),
        ("after:2023-05-18T25:00Z", "after 2023 05 18t25 00z", "is not a date"),
        ("is:raed", "is raed", "“is:raed” is not known: did you mean “is:read”?"),
        ("has:images", "has images", "“has:images” is not known: did you mean “has:image”?"),
        ("newest:soon", "newest soon", "“newest:” takes a period (“7d”, “2w”"),
        ("quality>50", "quality 50", "“quality>50” lacks a colon: write “quality:>50”."),
        ("Topic=AI", "topic ai", "“Topic=AI” lacks a colon: write “topic:AI”."),
        ("2021-11-02", "2021 11 02", "lacks a field: “date:2021-11-02” finds the articles"),
        ("OR", "or", "“OR” is a word like any other: to find either, repeat a field"),
        ("NOT", "not", "put a hyphen before a term, as in “-type:video”."),
        ("has:zz", "has zz", "write one of has:related, has:image, has:body, has:text, has:story."),
    ],
)
def test_what_is_not_understood_is_searched_for_as_words_and_noted(
    text: str, words: str, sentence: str
) -> None:
    query = parse(f"before {text} type:video")
    assert query.words == f"before {words} "
    assert query.facet("type") == ("video",)
    (note,) = query.notes
    assert sentence in note.sentence
    assert f"before {text} type:video"[note.start : note.end] == text


def test_an_and_between_terms_is_left_out_and_noted() -> None:
    assert parse("type:video AND topic:AI") == parse("type:video topic:AI")
    assert sentences("type:video AND topic:AI") == [
        "“AND” is left out: all terms must match without it."
    ]


@pytest.mark.parametrize("text", ["or", "C++>=20", "a<b", '"OR"', "heat>"])
def test_a_word_that_only_looks_like_an_operator_has_no_note(text: str) -> None:
    assert parse(text).notes == ()


@pytest.mark.parametrize(
    "text",
    ["topic:", 'topic:""', "quality:", "quality:>", "heat:..", "after:", "is:", "sort:"],
)
def test_an_unfinished_term_restricts_nothing_and_says_so(text: str) -> None:
    assert parse(text) == Query()
    assert "has no value yet" in sentences(text)[0]


@pytest.mark.parametrize(
    "text", ["-", "--", '"', '""', "::", "++", "-\u2026", "\x00\x1b", "\ud800"]
)
def test_what_holds_nothing_to_search_for_is_left_out(text: str) -> None:
    assert parse(text) == Query()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Xbox: the new one at 12:30", "xbox the new one at 12 30"),
        ("News: what is new", "news what is new"),
    ],
)
def test_a_colon_in_a_headline_is_no_mistake(text: str, words: str) -> None:
    query = parse(text)
    assert query.words == words
    assert query.notes == ()


def test_words_are_the_positive_ones_only() -> None:
    query = parse('AI-Builder -old "a phrase" topic:x \u00c9lan')
    assert query.words == "ai builder elan"
    assert query.without_words() == parse('-old "a phrase" topic:x')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ai rob", "ai rob"),
        ("ai rob ", "ai rob "),
        ("rob topic:x", "rob "),
        ("topic:x rob", "rob"),
        ("rob -old", "rob "),
        ("rob sort:-heat", "rob "),
        ("sort:-heat rob", "rob"),
        ("rob topic:", "rob "),
        ('"rob" ', ""),
    ],
)
def test_the_last_word_is_whole_once_something_follows_it(text: str, words: str) -> None:
    query = parse(text)
    assert query.words == words
    assert parse(str(query)).words == words


def test_a_query_without_its_words_asks_the_same_when_it_is_typed() -> None:
    for text in ("rob", "rob ", "rob topic:x", "topic:x rob", "-rob"):
        query = parse(text)
        without = query.without_words()
        assert parse(str(without)) == without


def test_every_part_of_the_text_says_what_it_was_taken_for() -> None:
    text = 'ai -"old news" topic:AI -type:video  qualty:>5 has: sort:-heat \u2026 -Xbox: '
    parts = [(text[part.start : part.end], part.kind, part.term) for part in parse(text).parts]
    assert parts == [
        ("ai", "words", Word("ai")),
        ('-"old news"', "phrase", Phrase("old news", negated=True)),
        ("topic:AI", "field", FacetTerm("topic", "AI")),
        ("-type:video", "field", FacetTerm("type", "video", negated=True)),
        ("qualty:>5", "unknown", Word("qualty:>5")),
        ("has:", "ignored", None),
        ("sort:-heat", "sort", None),
        ("\u2026", "ignored", None),
        ("-Xbox:", "words", Word("Xbox:", negated=True)),
    ]


def test_a_mistake_in_a_sort_costs_that_key_alone() -> None:
    query = parse("sort:-heat,qualty,date,-date")
    assert query.sort == (SortKey("heat", descending=True), SortKey("date"))
    assert [note.sentence for note in query.notes] == [
        "“qualty” is not a sort key: did you mean “quality”?"
    ]
    assert parse("ai -sort:heat") == parse("ai ")
    assert "cannot be negated" in sentences("ai -sort:heat")[0]


def test_sort_keys_of_the_command_line() -> None:
    assert parse_sort("-heat, Date") == (SortKey("heat", descending=True), SortKey("date"))
    with pytest.raises(ValueError, match="“haet” is not a sort key: did you mean “heat”"):
        parse_sort("haet")
    with pytest.raises(ValueError, match="A sort needs a key: one of quality, heat, merit, date"):
        parse_sort(" , ")


def test_very_many_terms_are_cut_with_a_note() -> None:
    text = "".join(f"-{number:05} " for number in range(10_000))
    query = parse(text)
    assert len(query.terms) == 200
    assert sentences(text) == ["A query has 200 terms at most: the rest is left out."]
    assert query.notes[0].start == 200 * len("-00000 ")


def test_a_very_long_term_is_cut_with_a_note() -> None:
    query = parse("x" * 5_000_000)
    assert query.words == "x" * 1_000
    assert "first 1,000 characters" in query.notes[0].sentence
    assert parse('"' * 5_000_001) == Query()


def test_the_sidebar_writes_queries_that_can_be_typed() -> None:
    assert str(facet_query("topic", "AI Hardware")) == 'topic:"AI Hardware"'
    query = parse("robots topic:AI topic:Portals -topic:Old type:video sort:-heat")
    assert query.facet("topic") == ("AI", "Portals")


@given(st.text() | query_texts())
@example('"a""b" "c"d e:"f')
@example('\u037a: "\u037a" -\u037a:x')
@example("date:²")
@example("from:1.²³.2020")
def test_whatever_is_typed_is_read_and_comes_back_the_same(text: str) -> None:
    query = parse(text)
    assert parse(str(query)) == query
    assert str(parse(str(query))) == str(query)
    assert all(0 <= note.start < note.end <= len(text) for note in query.notes)


@given(st.text() | query_texts())
@example("-a " * 10_000)
def test_the_parts_cover_what_is_typed_and_do_not_overlap(text: str) -> None:
    query = parse(text)
    place = 0
    for part in query.parts:
        assert place <= part.start < part.end
        assert not without_controls(text[place : part.start]).strip()
        place = part.end
    assert not without_controls(text[place:]).strip()
    assert {part.term for part in query.parts if part.term} == {*query.terms}
    noted = {(note.start, note.end) for note in query.notes}
    unclear = {(p.start, p.end) for p in query.parts if p.kind in ("unknown", "ignored")}
    assert unclear <= noted


@given(st.text().filter(lambda name: any(c.isalnum() for c in name)))
def test_every_name_of_a_facet_can_be_written_into_a_query(name: str) -> None:
    query = facet_query("topic", name)
    assert parse(str(query)) == query


def test_what_is_asked_twice_counts_once() -> None:
    query = parse("type:video is:unread chips type:video is:unread chip chips")
    assert str(query) == "type:video is:unread chip chips"
    assert query.has_doubles
    assert not parse("topic:AI -topic:AI type:AI").has_doubles


MEANT = {
    "tag:AI": "topic:AI",
    "-tags:AI": "-topic:AI",
    "#ai": "topic:ai",
    "topics:AI": "topic:AI",
    "since:7d": "after:7d",
    "since:lastmonth": "after:1m",
    "until:2022": "before:2022",
    "from:Microsoft": "provider:Microsoft",
    "from:2023": "after:2023",
    'by:"Ada Lovelace"': 'author:"Ada Lovelace"',
    "source:ibm": "provider:ibm",
    "title:dataverse": "dataverse",
    "body:excel": "text:excel",
    "kind:video": "type:video",
    "date:03/2023": "date:2023-03",
    "date:12.3.2023": "date:2023-03-12",
    "date:3/14/2023": "date:2023-03-14",
    "date:nov 2021": "date:2021-11",
    "since:March 2019": "after:2019-03",
    "newer:week": "newer:7d",
    "newer:2weeks": "newer:2w",
    "older:12": "older:12d",
    "newest:7": "newest:7d",
    "newest:2023": "date:2023",
    "is:favourite": "is:starred",
    "is:new": "is:unread",
    "is:video": "type:video",
    "is:unraed": "is:unread",
    "has:picture": "has:image",
    "sort:newest": "sort:-date",
    "sort:-haet": "sort:-heat",
    "order:hottest": "sort:-heat",
    "quality:high": "quality:top25%",
    "quality:50+": "quality:>=50",
    "quality:50-90": "quality:50..90",
    "quality>50": "quality:>50",
    "heat:>top10%": "heat:top10%",
    "!video": "-video",
    "2023-05": "date:2023-05",
    "unread": "is:unread",
    "last week": "newer:7d",
    "2023": "date:2023",
}


@pytest.mark.parametrize(("typed", "meant"), MEANT.items())
def test_what_other_programs_understand_is_said_in_this_language(typed: str, meant: str) -> None:
    (note,) = parse(typed).notes
    assert note.instead == meant
    assert (note.start, note.end) == (0, len(typed))
    assert parse(meant).notes == ()


def test_an_or_between_fields_is_left_out() -> None:
    query = parse("topic:AI OR topic:Portals")
    assert query == parse("topic:AI topic:Portals")
    assert "to find either, repeat a field" in query.notes[0].sentence


@pytest.mark.parametrize(
    "text", ["2023 wave", "unread books", "today topic:AI", "Unity", "#1", "!"]
)
def test_words_of_headlines_are_no_mistakes(text: str) -> None:
    assert [note for note in parse(text).notes if note.instead] == []
