import itertools
import unicodedata
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.known_items import KnownItem, known_items
from benchmarks.title_search import Match, matches, search_of
from broadsheet.library.titles.highlight import Highlighter
from broadsheet.library.titles.search import TitleSearch
from broadsheet.library.titles.search_words import SearchWord
from broadsheet.library.titles.vocabulary import Vocabulary, cost
from broadsheet.text.folding import fold

TITLES = """
Harbour cranes learn to unload ships by themselves
Night trains return to the northern coast
Why sourdough bakers swear by cold water
The quiet comeback of the mechanical keyboard
Solar roofs pay for themselves in nine winters
A beginner's guide to mending bicycle wheels
Glaciers retreat faster than expected, survey finds
Ten bridges every engineer should cross once
How the octopus tastes with its arms
City council postpones decision on tram depot
Wooden skyscrapers: what the fire brigade says
Open source maps reach the last village
An orchestra rehearses over satellite
Recycling concrete without losing strength
New vaccine for honeybees approved
Sleeper ships and the economics of slow freight
The lighthouse keeper who wrote software
Cheaper batteries from table salt
Inside the library that lends telescopes
Old mines become gravity power stations
What crossword puzzles teach about memory
Volcano webcams draw a million viewers
Farmers test autumn barley under glass panels
Paper tickets disappear from mountain railways
The mathematics of folding umbrellas
Robots sort laundry, slowly
Underwater cable repaired after storm
Chess club opens in former swimming pool
Museum returns bronze statue to island
Learning to forecast fog at small airports
Beavers rebuild a river in three years
Typewriter poetry finds a young audience
Mushrooms that digest plastic packaging
Ferry captains train on a simulator
Bakery prices rise with butter shortage
Weather balloons carry student experiments
Can peat bogs be insured?
Violin makers look for other woods
Drone deliveries reach the outer islands
Public clocks of the capital run late again
Tidal turbines survive their first winter
A century of weather diaries goes online
Swimming lessons for grown-up beginners
Engineers listen to the bridge that hums
Cargo bicycles replace vans downtown
Lost film found in cellar of cinema
Where do satellites go to die?
Fresh water from desert fog
The island that banned plastic bottles
Schools try four-day weeks
Handwritten letters are back, says postal service
Night markets brighten empty car parks
Microchips printed on paper
Teaching parrots to make video calls
Earthquake sensors in every telephone
Slow television: eight hours of knitting
Archive of regional dialects published
Robot gardeners weed without chemicals
Rooftop honey wins national prize
Post office opens a bank for villagers
""".strip().splitlines()


@pytest.fixture
def search() -> Iterator[TitleSearch]:
    with closing(search_of(enumerate(TITLES))) as search:
        yield search


def matches_in(titles: list[str], query: str) -> list[Match]:
    with closing(search_of(enumerate(titles))) as search:
        return matches(search, query)


def found(titles: list[str], query: str) -> list[str]:
    """The titles found, best first."""
    return [titles[match.id] for match in matches_in(titles, query)]


def lit(query: str, title: str) -> list[str]:
    return [title[start:end] for start, end in Highlighter(query).spans(title)]


@pytest.mark.parametrize(
    "query",
    [
        "mechanical keyboard",
        "MECHANICAL Keyboard",
        "keyboard comeback",
        "keyb mech",
        "mechancial keyboard",
        "mechanica keybord",
        "meckanicul keyboard",
        "mechanicalkeyboard",
        "mechanical key board",
        "mechanicalkeyb",
        "echanical keyboard",
        "chanical",
        "  mechanical,keyboard!! ",
        "keyboard quiet the of mechanical comeback",
    ],
)
def test_a_title_is_found_by_what_a_person_remembers_of_it(query: str) -> None:
    assert found(TITLES, query)[0] == "The quiet comeback of the mechanical keyboard"


@pytest.mark.parametrize("query", ["知識", "力", "知識 力", "は力で"])
def test_words_are_found_within_a_title_that_has_no_spaces(query: str) -> None:
    title = "知識は力である"
    assert found(["Something else", title, "世界を変える"], query) == [title]
    assert "".join(lit(query, title)) == query.replace(" ", "")


@pytest.mark.parametrize(
    "query", ["élan", "elan", "ÉLAN", "E\u0301lan", "\uff25\uff4c\uff41\uff4e"]
)
@pytest.mark.parametrize("title", ["Élan vital", "E\u0301LAN vital", "elan vital"])
def test_neither_accents_nor_case_nor_width_matter(title: str, query: str) -> None:
    assert found(["Something else", title], query) == [title]


@pytest.mark.parametrize(("query", "title"), [("office", "O\ufb03ce"), ("strasse", "Straße")])
def test_ligatures_are_the_letters_they_are_made_of(query: str, title: str) -> None:
    assert found([title], query) == [title]
    assert lit(query, title) == [title]


@pytest.mark.parametrize(
    "query", ["", "   ", "?!", "zqxjv", "zqxjv bridge", "tram zqxjv", "\U0001f4f8"]
)
def test_what_resembles_no_word_finds_nothing(query: str) -> None:
    assert found(TITLES, query) == []


def test_the_better_a_word_fits_the_higher_its_title_stands() -> None:
    by_fit = ["Cards", "New cards here", "Cardsharp", "Curds and whey", "Scorecards"]
    assert found(by_fit[::-1], "cards") == by_fit


def test_any_number_of_unfinished_words_stands_above_one_wrong_letter() -> None:
    begun = "Testing boundaries carefully everywhere"
    misspelt = "Test bound care eves"
    assert found([misspelt, begun], "test bound care ever") == [begun, misspelt]


def test_titles_that_fit_equally_well_have_the_same_score() -> None:
    titles = ["Power Apps for schools", "Why the power of apps grows", "Apps: power to you"]
    assert len({match.score for match in matches_in(titles, "power apps")}) == 1


def test_of_titles_that_fit_equally_well_those_given_first_come_first() -> None:
    titles = ["Power Apps for schools", "Why the power of apps grows", "Apps: power to you"]
    assert found(titles, "power apps") == titles
    assert found(titles[::-1], "power apps") == titles[::-1]


def test_exchanged_and_forgotten_letters_are_likelier_than_letters_too_many_or_other() -> None:
    assert found(["Open for all", "Opens for all"], "opesn for") == [
        "Opens for all",
        "Open for all",
    ]
    assert found(["Saved apps", "Shared apps"], "sared apps") == ["Shared apps", "Saved apps"]


def test_a_title_that_is_the_query_stands_above_titles_that_contain_it() -> None:
    titles = ["Power Apps for schools", "Power Apps", "The power of apps"]
    assert found(titles, "apps power")[0] == "Power Apps"


def test_whole_words_stand_above_words_that_only_begin_so() -> None:
    assert found(["Portable printers", "Port of call"], "port") == [
        "Port of call",
        "Portable printers",
    ]


def test_one_and_two_letters_find_only_words_that_begin_with_them() -> None:
    assert set(found(TITLES, "v")) == {
        title for title in TITLES if any(word.startswith("v") for word in fold(title).split())
    }
    assert found(TITLES, "vo") == ["Volcano webcams draw a million viewers"]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_stays_found_while_it_is_being_typed(search: TitleSearch, title: str) -> None:
    wanted = TITLES.index(title)
    for end in range(1, len(title) + 1):
        assert wanted in {match.id for match in matches(search, title[:end])}


def test_the_last_word_may_be_misspelt_before_it_is_finished() -> None:
    assert found(TITLES, "swimming lesosn")[0] == "Swimming lessons for grown-up beginners"
    assert found(TITLES, "orchestra xatle") == []
    assert found(TITLES, "orchestra satle")[0] == "An orchestra rehearses over satellite"


def test_a_blank_says_that_the_last_word_is_finished() -> None:
    assert found(TITLES, "orchestra satle ") == []


def test_a_title_without_one_of_three_words_comes_after_those_that_have_all() -> None:
    titles = ["Cold winter swamping", "Warm water swimming", "Clod waiter swimming"]
    assert found(titles, "cold water swimming") == titles[::-1]


def test_of_two_words_both_must_be_found() -> None:
    assert found(["Cold water", "Cold beer"], "cold water") == ["Cold water"]


def test_a_word_that_is_in_no_title_does_not_hide_what_the_others_find() -> None:
    assert found(TITLES, "night zqxjv northern coast") == [
        "Night trains return to the northern coast"
    ]


def test_near_misses_are_left_out_where_enough_titles_have_every_word() -> None:
    whole = [f"Night train number {number}" for number in range(50)]
    assert found([*whole[1:], "Night train"], "night train number") == [*whole[1:], "Night train"]
    assert found([*whole, "Night train"], "night train number") == whole


def test_words_with_a_wrong_letter_are_found_though_others_are_right() -> None:
    assert found(["Carts and horses", "Cards and houses"], "cards and") == [
        "Cards and houses",
        "Carts and horses",
    ]


def test_articles_keep_their_ids() -> None:
    rows = [(7_000_000_000, "Night trains"), (3, "Night markets")]
    with closing(search_of(rows)) as search:
        assert [match.id for match in matches(search, "night trains")] == [7_000_000_000]


def test_tiers_are_the_matches_by_score(search: TitleSearch) -> None:
    tiers = search.tiers("the night")
    scores = [tier.score for tier in tiers]
    assert scores == sorted(set(scores), reverse=True)
    assert [(article_id, tier.score) for tier in tiers for article_id in tier.ids] == (
        matches(search, "the night")
    )


def test_a_cancelled_search_finds_nothing_and_spoils_nothing(search: TitleSearch) -> None:
    asked = itertools.count()
    assert matches(search, "night trains return", cancelled=lambda: next(asked) == 1) == []
    assert matches(search, "night trains return")[0].id == 1


def test_the_answer_does_not_depend_on_what_was_searched_before(search: TitleSearch) -> None:
    for query in ("night", "night t", "night tr", "tr night", "night"):
        assert matches(search, query) == matches_in(TITLES, query)


def test_an_empty_library_is_searched_without_fuss() -> None:
    assert found([], "night trains") == []
    assert found(["", "\U0001f4f8", "?"], "night") == []


@pytest.mark.parametrize("query", ["a" * 10_000, "ab " * 5_000, "a b c d e f g h i j k l m n o p"])
def test_a_pasted_text_is_searched_in_bounded_time(query: str) -> None:
    hostile = [" ".join("a" * length for length in range(1, 60)), query]
    assert found(hostile, query)[0] == query


def misplaced(item: KnownItem, search: TitleSearch) -> bool:
    """Whether a title that does not hold the words that were meant stands above the wanted one."""
    scores = {match.id: match.score for match in matches(search, item.text)}
    best = max(scores.values(), default=None)
    meant = set(item.meant)
    return best is None or not any(
        score == best and meant <= set(fold(TITLES[place]).split())
        for place, score in scores.items()
    )


def test_half_remembered_titles_come_first(search: TitleSearch) -> None:
    items = list(known_items(TITLES, seed=4, of_each=100))
    missed = [item for item in items if misplaced(item, search)]
    assert len(items) == 1_100
    assert len(missed) <= 11, missed


words = st.text(alphabet="abcs", min_size=1, max_size=10) | st.text("知識は", min_size=1)


@given(st.sets(words, min_size=1, max_size=40), words, st.booleans())
def test_the_vocabulary_finds_what_comparing_word_by_word_finds(
    vocabulary: set[str], text: str, unfinished: bool
) -> None:
    term = SearchWord(text, unfinished)
    known = Vocabulary(vocabulary)
    least: dict[str, int] = {}
    for price, places in known.like(term):
        for place in places:
            word = known.words[place]
            least[word] = min(price, least.get(word, price))
    one_by_one = {word: cost(term, word) for word in vocabulary}
    assert least == {word: price for word, price in one_by_one.items() if price is not None}


@pytest.mark.parametrize(
    ("query", "title", "letters"),
    [
        ("night", "Night trains", ["Night"]),
        ("tra nig", "Night trains", ["Nig", "tra"]),
        ("trians", "Night trains", ["trains"]),
        ("satelit", "Over satellites", ["satelli"]),
        ("hedgehog", "The hedgehogs' corner", ["hedgehog"]),
        ("metrics", "Econometrics", ["metrics"]),
        ("nighttrains", "Night-trains run", ["Night-trains"]),
        ("nighttra", "Night trains run", ["Night tra"]),
        ("micro soft", "Microsoft", ["Microsoft"]),
        ("card", "Card carded scorecard", ["Card"]),
        ("the", "The other theatre, the", ["The", "the"]),
        ("zqxjv", "Night trains", []),
        ("", "Night trains", []),
        ("cafe", "\U0001f4f8 Le Café\u0301 noir", ["Café\u0301"]),
        ("cafe", "Cafe\u0301s", ["Cafe\u0301"]),
        ("off", "An o\ufb03ce", ["o\ufb03"]),
        ("noir", "\U0001f468\u200d\U0001f469 élan noir", ["noir"]),
    ],
)
def test_the_letters_that_matched_are_lit(query: str, title: str, letters: list[str]) -> None:
    assert lit(query, title) == letters


def test_every_title_found_for_whole_words_has_something_lit(search: TitleSearch) -> None:
    for item in known_items(TITLES, seed=9, of_each=20):
        highlighter = Highlighter(item.text)
        assert all(highlighter.spans(TITLES[match.id]) for match in matches(search, item.text))


@given(st.text(max_size=40), st.text(max_size=12))
def test_spans_lie_in_the_title_in_order_and_never_begin_with_a_mark(
    title: str, query: str
) -> None:
    spans = Highlighter(query).spans(title)
    places = [place for span in spans for place in span]
    assert places == sorted(set(places))
    assert all(0 <= start < end <= len(title) for start, end in spans)
    assert not any(end < len(title) and unicodedata.combining(title[end]) for _, end in spans)


@given(st.text(max_size=40))
def test_a_title_is_found_and_lit_by_itself(title: str) -> None:
    words = fold(title).split()
    if words:
        assert found([title], title) == [title]
        assert Highlighter(title).spans(title)
    else:
        assert found([title], title) == []
