"""What is made of the figures that were measured."""

from pathlib import Path

import pytest

from benchmarks.curves import draw, growth
from benchmarks.figures import Figure, Library, Results
from benchmarks.report import merged
from benchmarks.stories import UnfitError, measure


def library(articles: int, **figures: float) -> Library:
    named = {"start": "first rows live", "index": "cold index"}
    return Library(
        f"demo-{articles}", articles, [Figure(named[n], value, "s") for n, value in figures.items()]
    )


def results(*libraries: Library) -> Results:
    return Results("2026-11-26", "2 cores", libraries, [])


def test_figures_of_several_runs_stand_in_one_table() -> None:
    first = results(library(1000, start=0.5, index=1.0), library(100_000, start=0.6))
    both = merged(first, results(library(10_000, index=9.0), library(1000, start=0.4)))
    assert [
        (of.articles, {one.name: one.value for one in of.figures}) for of in both.libraries
    ] == [
        (1000, {"first rows live": 0.4, "cold index": 1.0}),
        (10_000, {"cold index": 9.0}),
        (100_000, {"first rows live": 0.6}),
    ]


def test_what_grows_as_the_library_does_is_told_from_what_does_not() -> None:
    assert growth([(1000, 2.0), (100_000, 2.0)]) == 0
    assert round(growth([(1000, 0.5), (10_000, 5.0), (100_000, 50.0)]), 6) == 1


def test_only_what_two_sizes_have_is_drawn() -> None:
    drawn = draw([library(1000, start=0.5, index=1.0), library(100_000, start=0.6)])
    assert "first rows live" in drawn
    assert "cold index" not in drawn
    assert "0.600 s" in drawn


def test_what_has_no_stories_to_measure_is_told_why(tmp_path: Path) -> None:
    said = measure(tmp_path)
    assert next(said) == "heats: fewer than two articles have a heat of their own to compare"
    with pytest.raises(UnfitError, match=r"none of the articles of story_pairs\.tsv"):
        next(said)
    table = tmp_path / "pairs.tsv"
    table.write_text("same\tnothing else\n1\tComet\n")
    with pytest.raises(UnfitError, match="label, title, text"):
        next(measure(table))
    table.write_text("same\ttitle\ttext\ttitle\ttext\n1\tComet\tseen\tComet\tseen\n")
    with pytest.raises(UnfitError, match="pairs of different ones"):
        next(measure(table))
