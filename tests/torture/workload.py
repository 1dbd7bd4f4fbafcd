"""Marks in an order that a seed decides: a child carries it out, and its parent predicts it."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from broadsheet.articles.article_keys import key64
from broadsheet.marks.model import KINDS, Mark, MarkKind
from broadsheet.marks.store import Marks

ARTICLES = 400

Flags = frozenset[tuple[MarkKind, int]]
"""What is marked: kind and number of the article."""


@dataclass(frozen=True, slots=True)
class Operation:
    """Marks to change, or without `kind` the last step to undo; and what is marked afterwards."""

    kind: MarkKind | None
    value: bool
    numbers: tuple[int, ...]
    afterwards: Flags


def address(number: int) -> tuple[int, str]:
    url = f"https://example.com/torture/{number}"
    return key64(url), url


def marked(marks: Marks) -> Flags:
    """Return all that is marked."""
    found = marks.get(address(number)[0] for number in range(ARTICLES))
    return frozenset(
        (kind, number)
        for number in range(ARTICLES)
        for kind in KINDS
        if _is_set(found.get(address(number)[0], Mark()), kind)
    )


def operations(seed: int, flags: Flags) -> Iterator[Operation]:
    """Yield endless operations after `flags`: single marks, many at once, undos."""
    random = Random(seed)  # noqa: S311 - to be repeated, not to be kept secret
    undoable: list[Flags] = []
    while True:
        if undoable and random.random() < 0.15:
            flags = undoable.pop()
            yield Operation(None, False, (), flags)
            continue
        kind = random.choice(KINDS)
        value = random.random() < 0.7
        count = random.choice((1, 1, 1, 1, 200))
        numbers = tuple(random.sample(range(ARTICLES), count))
        turned = {(kind, number) for number in numbers}
        afterwards = flags | turned if value else flags - turned
        if afterwards != flags:
            undoable = [*undoable[-90:], flags]  # a hundred steps are kept
            flags = afterwards
        yield Operation(kind, value, numbers, flags)


def perform(marks: Marks, operation: Operation) -> None:
    if operation.kind is None:
        marks.undo()
    else:
        marks.mark(operation.kind, operation.value, [address(n) for n in operation.numbers])


def _is_set(mark: Mark, kind: MarkKind) -> bool:
    match kind:
        case "read":
            return mark.read
        case "starred":
            return mark.starred
        case "later":
            return mark.later
