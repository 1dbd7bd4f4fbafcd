"""Ranks titles by cost: combines what each word of a query found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

Costs = Mapping[int, int]
"""Maps the cost of a match to the titles that match at that cost; no title has two costs."""

_MISSED_WORD = 10_000
"""More than all other words can cost together."""

_MOST_READINGS = 16


def cheapest(several: Iterable[Costs]) -> Costs:
    """Return the union, each title at its lowest cost."""
    united: dict[int, int] = {}
    for costs in several:
        for cost, titles in costs.items():
            united[cost] = united.get(cost, 0) | titles
    found: dict[int, int] = {}
    cheaper = 0
    for cost in sorted(united):
        titles = united[cost] & ~cheaper
        if titles:
            found[cost] = titles
            cheaper |= titles
    return found


def within(costs: Costs, titles: int) -> Costs:
    """Return the part of `costs` that is among `titles`."""
    return {cost: both for cost, some in costs.items() if (both := some & titles)}


def size(costs: Costs) -> int:
    """Return how many titles there are."""
    return sum(titles.bit_count() for titles in costs.values())


def all_of(words: Sequence[Costs]) -> Costs:
    """Return the titles that are in all of `words`, at the sum of their costs."""
    found, *others = words
    for costs in others:
        found = _both(found, costs)
    return found


def all_but_one(words: Sequence[Costs]) -> Costs:
    """Return the titles that are in all of `words` but one, which costs most of all."""
    first, second, *others = words
    complete, lacking = _both(first, second), cheapest([_lacking_one(first), _lacking_one(second)])
    for costs in others:
        lacking = cheapest([_both(lacking, costs), _lacking_one(complete)])
        complete = _both(complete, costs)
    return lacking


def _lacking_one(costs: Costs) -> Costs:
    return {cost + _MISSED_WORD: titles for cost, titles in costs.items()}


def best_reading(words: Sequence[Costs], joined: Sequence[Costs]) -> Costs:
    """Return the titles that are in all `words`, reading some neighbours as one word instead.

    `joined` holds what each two neighbouring words found as one word, in order.
    """
    readings = [all_of(reading) for reading in islice(_readings(words, joined), _MOST_READINGS)]
    return cheapest(readings) if len(readings) > 1 else readings[0]


def _readings(words: Sequence[Costs], joined: Sequence[Costs]) -> Iterator[Sequence[Costs]]:
    yield words
    for place, costs in enumerate(joined):
        if costs:
            for rest in _readings(words[place + 2 :], joined[place + 2 :]):
                yield [*words[:place], costs, *rest]


def _both(first: Costs, second: Costs) -> Costs:
    both: dict[int, int] = {}
    for cost, titles in first.items():
        for more, others in second.items():
            common = titles & others
            if common:
                both[cost + more] = both.get(cost + more, 0) | common
    return both
