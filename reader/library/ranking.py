"""Titles by cost: what each word of a query found, put together to what the query finds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

Costs = Mapping[int, set[int]]
"""What a match costs to the ids of the titles that match at that cost; no id has two costs."""

_MISSED_WORD = 10_000
"""More than the costs of all other words together."""

_MOST_READINGS = 16


def cheapest(several: Iterable[Costs]) -> Costs:
    """Return the union, each title at the least of its costs."""
    united: dict[int, list[set[int]]] = {}
    for costs in several:
        for cost, ids in costs.items():
            united.setdefault(cost, []).append(ids)
    found: dict[int, set[int]] = {}
    for cost in sorted(united):
        ids = set[int]().union(*united[cost]).difference(*found.values())
        if ids:
            found[cost] = ids
    return found


def all_of(words: Sequence[Costs]) -> Costs:
    """Return the titles that are in every one of `words`, at the sum of their costs."""
    found, *others = sorted(words, key=_size)
    for costs in others:
        found = _both(found, costs)
    return found


def all_but_one(words: Sequence[Costs]) -> Costs:
    """Return the titles that are in all of `words` but one, the dearest thing of all."""
    return cheapest(
        {
            cost + _MISSED_WORD: ids
            for cost, ids in all_of([*words[:missed], *words[missed + 1 :]]).items()
        }
        for missed in range(len(words))
    )


def best_reading(words: Sequence[Costs], joined: Sequence[Costs]) -> Costs:
    """Return the titles that are in all `words`, or in neighbours read as one word instead.

    `joined` holds what the first and second word found when joined, the second and third, and so
    on.
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
    both: dict[int, set[int]] = {}
    for cost, ids in first.items():
        for more, others in second.items():
            common = ids & others
            if common:
                both.setdefault(cost + more, set()).update(common)
    return both


def _size(costs: Costs) -> int:
    return sum(map(len, costs.values()))
