"""The window of rules that can be made from an article: mutes and boosts."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar, NamedTuple

from textual.binding import BindingType

from broadsheet.config.settings import Rule
from broadsheet.library.index.rows import Row
from broadsheet.library.index.rules import RuleHits
from broadsheet.library.query.terms import in_quotes, quoted
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_line
from broadsheet.tui import keys
from broadsheet.tui.cells import fit
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.widgets.line_list import LineList, Piece
from broadsheet.tui.widgets.line_map import LineMap, Section

_MOST_TOPICS = 3
_BOOST = 20
_ACTION = 22


class Choice(NamedTuple):
    """A rule that can be made: what it does, to what, and the rule."""

    action: str
    to: str
    rule: Rule
    is_removal: bool = False

    @property
    def group(self) -> str:
        """What it stands together with in the list: all removals, or the rules of one query."""
        return "" if self.is_removal else self.rule.query


def choices_for(
    row: Row, topics: Sequence[str], words: Sequence[str], hits: Sequence[RuleHits], today: date
) -> list[Choice]:
    """Return what can be done about an article; `words` are those of its title that count most.

    First the rules that find it can be removed, then others made of it, and last the rest removed.
    """
    known = {each.rule for each in hits}
    made = [
        Choice(action, query + _end(until, today), rule)
        for query in _queries(row, topics, words)
        for action, weight, until in (
            ("Mute for a day", None, today + timedelta(1)),
            ("Mute for a week", None, today + timedelta(7)),
            ("Mute for good", None, None),
            (f"Boost by {_BOOST}", _BOOST, None),
            (f"Lower by {_BOOST}", -_BOOST, None),
        )
        if (rule := Rule(query, weight, until)) not in known
    ]
    own = removals([each for each in hits if each.has_article], today)
    return [*own, *made, *removals([each for each in hits if not each.has_article], today)]


def removals(hits: Sequence[RuleHits], today: date) -> list[Choice]:
    """Return the rules that there are, to be removed."""
    return [_removal(each, today) for each in hits]


def _removal(hits: RuleHits, today: date) -> Choice:
    rule = hits.rule
    action = "No longer mute"
    if rule.weight is not None:
        action = f"No longer {'boost' if rule.weight > 0 else 'lower'}"
    to = f"{rule.query} · {counted(hits.articles, 'article')}{_end(rule.until, today)}"
    return Choice(action, clean_line(to), rule, is_removal=True)


def _end(until: date | None, today: date) -> str:
    """Return until when a rule applies: its last day is part of it."""
    if until is None:
        return ""
    return f" · {'ended' if until < today else 'until'} {until.isoformat()}"


def _queries(row: Row, topics: Sequence[str], words: Sequence[str]) -> Iterator[str]:
    if row.provider:
        yield f"provider:{quoted(row.provider)}"
    for topic in topics[:_MOST_TOPICS]:
        yield f"topic:{quoted(topic)}"
    if words:
        yield " ".join(map(in_quotes, words))


class RuleLines(LineList):
    """The rules, one per line, those of the same query together."""

    def __init__(self, choices: Sequence[Choice], choose: Callable[[], None]) -> None:
        super().__init__(id="rules")
        self._choices = choices
        self._choose = choose

    @property
    def count(self) -> int:
        """How many rules there are."""
        return len(self._choices)

    def line_map(self) -> LineMap:
        """Leave a line free between rules of different queries."""
        pairs = enumerate(pairwise(self._choices), 1)
        begins = (n for n, (one, other) in pairs if one.group != other.group)
        return LineMap(self.count, 1, tuple(map(Section, begins)))

    def more_pieces(self, index: int, offset: int, width: int) -> list[Piece]:
        """Return what stands between two queries: nothing."""
        return []

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return what a rule does, and to what."""
        choice = self._choices[index]
        return [(fit(choice.action, _ACTION), "line--accent"), (choice.to, "")]

    def on_choice(self, index: int) -> None:
        """Make the rule."""
        self._choose()


class RulesScreen(ListWindow):
    """Offers to remove the rules that there are, and others made from an article."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.RULES]

    def __init__(self, choices: Sequence[Choice], make: Callable[[Choice], None]) -> None:
        self._choices = choices
        self._make = make
        self._rule_lines = RuleLines(choices, self.action_choose)
        super().__init__("Mute or boost, from now on", self._rule_lines)

    def on_mount(self) -> None:
        """Show the rules."""
        super().on_mount()
        self._rule_lines.refilled(0)

    def action_choose(self) -> None:
        """Make the rule of the cursor."""
        if self.is_current:
            leave(self)
            self._make(self._choices[self._rule_lines.cursor])
