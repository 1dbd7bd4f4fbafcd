from datetime import UTC, datetime
from itertools import islice
from string import ascii_lowercase

import pytest

from broadsheet.library.stories.grouping import Article, Grouper
from broadsheet.library.stories.likeness import Rarity, Weights, likeness, vector
from broadsheet.library.stories.terms import Terms, packed, packed_terms, terms_of
from broadsheet.text.folding import fold

HOUR = 3600
NOON = int(datetime(2023, 5, 18, 12, tzinfo=UTC).timestamp())
OTHERS = (
    "How to prune roses before winter",
    "Seven soups with pumpkins and chestnuts",
    "Rowers win the cup after a photo finish",
    "Ten mountain huts that are open at Easter",
    "A city council votes on cargo bikes",
    "The choir that sings under water",
)
COMET = "Comet Orlova becomes visible above the northern horizon"
TONIGHT = "Northern horizon: comet Orlova visible from tonight"
BRIGHT = "Orlova, the brightest comet in years, visible in the north"


def article(
    number: int,
    title: str,
    hours: float = 0,
    *,
    excerpt: str = "",
    provider: str = "",
    address: int | None = None,
    related: tuple[str, ...] = (),
) -> Article:
    folded = fold(title)
    return Article(
        number,
        NOON + round(hours * HOUR),
        number if address is None else address,
        hash(folded),
        provider or f"provider {number}",
        terms_of(folded, fold(excerpt), related),
    )


def grouped(*articles: Article) -> list[set[int]]:
    """The stories of `articles` among others that have nothing to do with them."""
    others = [article(1000 + n, title, hours=n / 10) for n, title in enumerate(OTHERS)]
    together = sorted([*articles, *others], key=lambda one: one.date)
    rarity = Rarity()
    rarity.count(one.terms.words for one in together)
    grouper = Grouper(Weights(rarity))
    for one in together:
        grouper.add(one)
    return [{one.id for one in story} for story in grouper.stories()]


def test_reports_of_one_event_are_a_story() -> None:
    assert grouped(
        article(1, COMET), article(2, TONIGHT, 2), article(3, BRIGHT, 5, excerpt="A comet tonight")
    ) == [{1, 2, 3}]


def test_reports_of_one_provider_are_a_story_only_if_others_tell_it() -> None:
    two = article(1, COMET, provider="sky"), article(2, COMET + " again", 1, provider="sky")
    assert grouped(*two) == []
    assert grouped(*two, article(3, TONIGHT, 2, provider="orbit")) == [{1, 2, 3}]


def test_the_excerpt_tells_what_the_title_does_not() -> None:
    alone = article(1, COMET), article(2, "Look up tonight", 2)
    told = article(2, "Look up tonight", 2, excerpt="Comet Orlova: visible at the northern horizon")
    assert grouped(*alone) == []
    assert grouped(alone[0], told) == [{1, 2}]


def test_after_three_days_it_is_another_story() -> None:
    assert grouped(article(1, COMET), article(2, TONIGHT, 71)) == [{1, 2}]
    assert grouped(article(1, COMET), article(2, TONIGHT, 73)) == []


def test_in_a_library_of_one_subject_titles_alike_tell_of_one_event() -> None:
    usual = [
        article(10 + n, f"Microsoft Power Apps portals to {title} as pages", 100 * (n + 1))
        for n, title in enumerate(OTHERS * 5)
    ]
    one = article(1, "Microsoft to rechristen Power Apps portals as power pages", provider="zdnet")
    other = article(2, "Microsoft to rebrand Power Apps portals as power pages", 2, provider="cio")
    assert grouped(one, other, *usual) == [{1, 2}]
    assert grouped(one, other._replace(provider="zdnet"), *usual) == []
    nobody = [one._replace(provider="article 1"), other._replace(provider="article 2")]
    assert grouped(*nobody, *usual) == []


def test_a_story_goes_on_as_long_as_reports_follow() -> None:
    assert grouped(
        article(1, COMET), article(2, TONIGHT, 60), article(3, COMET.replace("becomes", "is"), 120)
    ) == [{1, 2, 3}]


@pytest.mark.parametrize(
    ("second", "is_copy"),
    [
        (article(2, "An entirely different title of it", address=1), True),
        (article(2, "How to prune roses: before winter!", provider="provider 1"), True),
        (article(2, "How to prune roses before summer", provider="provider 1"), False),
    ],
    ids=["same address", "same title", "a series"],
)
def test_a_provider_repeats_itself_only_in_copies(second: Article, is_copy: bool) -> None:
    first = article(1, "How to prune roses, before winter")
    assert [{1, 2} <= story for story in grouped(first, second) if 2 in story] == [True] * is_copy


@pytest.mark.parametrize(("hours", "is_one"), [(60, True), (72, True), (73, False)])
def test_a_copy_is_one_for_three_days(hours: float, is_one: bool) -> None:
    between = article(3, "Bees dance above a roof", -40), article(4, "Old maps of harbours", 40)
    copy = article(2, "An entirely different title of it", hours, address=1)
    assert grouped(article(1, COMET), *between, copy) == [{1, 2}] * is_one


@pytest.mark.parametrize("hours", [-100, -20, 0, 5])
@pytest.mark.parametrize(
    ("one", "other"), [("Lanterns glow", "Violins hum"), ("Violins hum", "Lanterns glow")]
)
def test_which_of_two_stories_an_article_joins_does_not_depend_on_others(
    one: str, other: str, hours: float
) -> None:
    told = article(1, one, 10), article(2, other, 60), article(3, f"{one}: {other}", 70)
    alone = grouped(*told)
    assert len(alone) == 1
    assert grouped(article(4, "Bees dance", hours), *told) == alone


def test_a_short_title_makes_no_copies() -> None:
    links = [article(n, "Weekly links", 24 * n, provider="Blog") for n in (1, 2)]
    told = [
        one._replace(terms=terms_of("weekly links", fold(text)))
        for one, text in zip(
            links,
            ("Tulips and peonies", "Storms, ferries and harbours"),
            strict=True,
        )
    ]
    assert grouped(*told) == []


def test_what_a_publisher_calls_related_needs_fewer_words_in_common() -> None:
    first = article(1, COMET)
    second = "Where comet Orlova was born and what will become of it after this summer"
    assert grouped(first, article(2, second, 1)) == []
    assert grouped(first, article(2, second, 1, related=(COMET,))) == [{1, 2}]
    assert grouped(first, article(2, "Bring a blanket", 1, related=(COMET,))) == []


def test_related_articles_need_a_word_in_common_that_not_many_have() -> None:
    usual = [article(n, f"Market update today {n} {n * 7919}", 100 * n) for n in range(10, 130)]
    for word, stories in ("", []), (" Orlova", [{1, 2}]):
        title = f"Market update today{word}"
        second = article(2, f"Today:{word} update market", 1, related=(title,))
        assert grouped(article(1, title), second, *usual) == stories


def test_what_appears_within_hours_needs_fewer_words_in_common() -> None:
    first = article(1, COMET, provider="sky")
    title = "How comet Orlova was born far from the sun, in a cold and dark cloud"
    soon, late = (article(2, title, hours, provider="orbit") for hours in (1, 30))
    usual = [article(n, f"{n} {n * 7919}", 200) for n in range(10, 110)]
    assert grouped(first, soon, *usual) == [{1, 2}]
    assert grouped(first, late, *usual) == []
    assert grouped(first, soon._replace(provider="sky"), *usual) == []
    # Lessons on one subject come by chance on the same day.
    assert grouped(first, soon._replace(teaches=True), *usual) == []
    # Nobody knows yet which words are rare.
    assert grouped(first, soon) == []


@pytest.mark.parametrize(("before", "joined"), [(9, [{1, 2}]), (12, [])])
def test_what_appears_within_hours_needs_a_very_rare_word(
    before: int, joined: list[set[int]]
) -> None:
    strike = "Ronso harbour ferries strike"
    told = [
        article(1, f"{strike}: passengers sing old carols", provider="sky"),
        article(2, f"{strike}: whale sighted twice near piers", 1, provider="orbit"),
    ]
    usual = [article(n, f"{n} {n * 7919}", 200) for n in range(10, 110)]
    usual += [article(200 + n, f"{strike} {n} {n * 7919}", -100 * n) for n in range(1, before)]
    assert grouped(*told, *usual) == joined


def test_appearing_within_hours_brings_nothing_to_a_story_of_several() -> None:
    title = "How comet Orlova was born far from the sun, in the cold"
    told = [article(1, COMET, provider="sky"), article(2, COMET + " now", 0.1, provider="star")]
    late = article(3, title, 1, provider="orbit")
    usual = [article(n, f"{n} {n * 7919}", 200) for n in range(10, 110)]
    assert grouped(told[0], late, *usual) == [{1, 3}]
    assert grouped(*told, late, *usual) == [{1, 2}]


def test_lessons_on_one_subject_are_no_event() -> None:
    one = article(1, "The orchid gallery vs the orchid table", provider="Ada")
    other = article(2, "Orchid canvas vs model: orchids explained", 1, provider="Ben")
    lessons = [lesson._replace(teaches=True) for lesson in (one, other)]
    assert grouped(one, other) == [{1, 2}]
    assert grouped(*lessons) == []
    assert grouped(*lessons, lessons[1]._replace(id=3, provider="Cid")) == [{2, 3}]


def test_two_stories_become_one_when_a_report_belongs_to_both() -> None:
    early = article(1, "Storm Mira: ferries to Ronso cancelled")
    late = article(2, "Ronso: harbour closed in storm, waves rise", 1)
    both = article(3, "Storm Mira: ferries cancelled, harbour of Ronso closed, waves rise", 2)
    assert grouped(early, late) == []
    assert grouped(early, late, both) == [{1, 2, 3}]


def test_a_large_event_stays_one_story_however_each_report_words_it() -> None:
    words = (f"{one}{other}words" for one in ascii_lowercase for other in ascii_lowercase)

    def some(count: int) -> str:
        return " ".join(islice(words, count))

    reports = [
        article(n, f"Comet Orlova: {some(own)}", n, excerpt="Northern horizon tonight")
        for n, own in enumerate((1, 2, 2, 2, 6, 6))
    ]
    rest = [article(100 + n, some(5)) for n in range(60)]
    assert grouped(*reports[-2:], *rest) == []  # these have little in common
    assert grouped(*reports, *rest) == [{0, 1, 2, 3, 4, 5}]


def test_an_article_leaves_a_story_that_became_another_one() -> None:
    first = article(1, "Festival of candles opens")
    both = article(2, f"{COMET} at a festival of candles", 1)
    comets = [article(10 + n, f"{COMET}, tower {n}", 2 + n / 10) for n in range(12)]
    usual = [article(n, f"{n} {n * 7919}", 200) for n in range(100, 220)]
    assert grouped(first, both, *usual) == [{1, 2}]
    assert grouped(first, both, *comets, *usual) == [{2, *range(10, 22)}]
    copy = article(3, "Lights out", 1, address=1)
    assert grouped(first, both, copy, *comets, *usual) == [{1, 2, 3, *range(10, 22)}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("彗星オルロヴァが北の空に見える", "今夜、北の空に彗星オルロヴァが見える"),
        ("Комета Орлова видна над северным горизонтом", "Над северным горизонтом видна комета"),
        ("Καταιγίδα Μίρα: ακυρώθηκαν τα πλοία", "Ακυρώθηκαν τα πλοία λόγω της καταιγίδας Μίρα"),
    ],
    ids=["Japanese", "Russian", "Greek"],
)
def test_every_script_has_words(one: str, other: str) -> None:
    assert grouped(article(1, one), article(2, other, 1)) == [{1, 2}]


def test_forms_of_a_word_are_the_same_word() -> None:
    weights = Weights(Rarity())
    one, other = (
        vector(terms_of(fold(title), ""), weights)
        for title in ("Launches of rockets", "rocket launched")
    )
    assert likeness(one, other) > 0.75


def test_a_long_text_counts_by_as_many_words_as_any() -> None:
    words = [f"{one}{other}" for one in ascii_lowercase for other in "ab"]
    weights = Weights(Rarity())
    assert [*vector(terms_of("", " ".join(words)), weights)] == [
        *vector(terms_of("", " ".join(words[:32])), weights)
    ]


def test_words_of_a_title_do_not_count_in_the_text_however_long_it_is() -> None:
    words = [f"{one}{other}" for one in ascii_lowercase for other in "ab"]
    terms = terms_of("alpha " * 50 + " ".join(words), f"{words[-1]} omega")
    assert len(terms.title) == 40
    assert [*terms.text] == [*terms_of("omega", "").title]


def test_an_article_that_was_grouped_stays_in_its_story() -> None:
    before = [article(n, title)._replace(story=7) for n, title in ((1, COMET), (2, OTHERS[0]))]
    new = article(3, TONIGHT, 1)
    rarity = Rarity()
    rarity.count(one.terms.words for one in (*before, new))
    grouper = Grouper(Weights(rarity))
    for one in before:
        grouper.settle(one)
    grouper.add(new)
    assert [{one.id for one in story} for story in grouper.stories()] == [{1, 2, 3}]


def test_terms_are_packed_and_taken_out_again() -> None:
    numbers = 7, [1, 2, 65535], [3, 4], [9]
    terms = Terms(packed(*numbers))
    assert (terms.number, [*terms.title], [*terms.text], [*terms.related]) == numbers
    assert [*terms.words] == [1, 2, 65535, 3, 4]
    assert not Terms(packed_terms("", "", ())).words
