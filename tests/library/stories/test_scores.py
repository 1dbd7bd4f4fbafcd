import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.library.stories.leads import Member, lead_of
from broadsheet.library.stories.scores import front_rank, front_score, quality_parts, worth

DAY = 24 * 60 * 60


def quality(title: str = "Roses", **known: object) -> int:
    facts = {
        "folded_title": title.lower(),
        "title_length": len(title),
        "has_picture": False,
        "has_text": False,
        "is_video": False,
        "folded_topics": (),
        **known,
    }
    parts = quality_parts(**facts)  # type: ignore[arg-type]
    return sum(points for _, points in parts)


def test_a_quality_is_the_sum_of_what_an_article_has() -> None:
    assert quality() == 52
    assert quality(has_picture=True, has_text=True) == 92
    assert quality(is_video=True) == 102
    assert quality("New roses", folded_topics=("roses",)) == 67
    assert quality("New roses", folded_topics=("tulips", "roses")) == 69
    assert quality("x" * 80) == 47
    assert quality(weight=("weight of its feed", -20)) == 32


def test_a_publisher_who_gives_a_heat_knows_more_than_the_formula() -> None:
    assert quality(is_video=True, heat=30, weight=("weight of its feed", -20)) == 10
    assert quality(is_video=True, heat=-1) == 102
    assert quality(is_video=True, heat=244) == 100, "no more than the best articles have"


def member(number: int, quality: int, heat: int | None = None, date: int = 0) -> Member:
    return Member(number, date, f"{number}.md", quality, heat, number)


@pytest.mark.parametrize(
    ("group", "lead"),
    [
        ([member(1, 50), member(2, 70), member(3, 60)], 2),
        ([member(1, 50), member(2, 70, heat=-1)], 1),
        ([member(1, 50, heat=-1), member(2, 70, heat=-1)], 2),
        ([member(1, 50, date=2), member(2, 50, date=1)], 2),
    ],
    ids=["the best", "not one that follows", "the best of those that follow", "the first"],
)
def test_the_lead_is_the_article_that_covers_it_best(group: list[Member], lead: int) -> None:
    assert lead_of(group).id == lead


def test_a_story_loses_half_of_its_value_in_a_day() -> None:
    assert front_score(worth(94, 7), 0) == 214
    assert front_score(worth(94, 7), DAY) == 107


@given(
    st.tuples(st.integers(1, 200), st.integers(1, 40), st.integers(0, 10 * DAY)),
    st.tuples(st.integers(1, 200), st.integers(1, 40), st.integers(0, 10 * DAY)),
)
def test_ranks_order_stories_as_scores_do(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    now = 1_700_000_000
    stories = [(worth(quality, sources), age) for quality, sources, age in (one, other)]
    scores = [front_score(value, age) for value, age in stories]
    ranks = [front_rank(value, now - age) for value, age in stories]
    if abs(scores[0] - scores[1]) > 1e-6:
        assert (scores[0] < scores[1]) == (ranks[0] < ranks[1])
