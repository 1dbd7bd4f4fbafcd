"""What the rules in the settings mute or boost, as the index knows it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from broadsheet.config.settings import Rule, settings_stamp
from broadsheet.library.query.parse import Query, parse
from broadsheet.library.query.terms import Flag, Front, Phrase, Word
from broadsheet.records import record

_MUTED = "is:muted"
_MARKS = {"is:read", "is:unread", "is:starred", "is:later"}


@record
class RuleHits:
    """A rule, how many articles it finds, and whether one of them is the article in question."""

    rule: Rule
    articles: int
    has_article: bool


class Rules:
    """Finds what the rules that apply today mute and boost.

    `ids` returns what a query finds; the generations change when the index or the marks do.
    """

    def __init__(
        self,
        ids: Callable[[Query], Iterable[int]],
        generation: Callable[[], int],
        marks_generation: Callable[[], tuple[int, int]],
    ) -> None:
        self._ids = ids
        self._generation = generation
        self._marks_generation = marks_generation
        self._found: dict[object, tuple[frozenset[int], Counter[int]]] = {}
        self._of_today: dict[object, list[tuple[Query, int | None]]] = {}
        self.are_asking = False
        """Whether what rules find is being computed, so that it is not known yet."""

    def muted(self) -> frozenset[int]:
        """Return the articles that a rule mutes."""
        return self._ruled()[0]

    def boosts(self) -> Counter[int]:
        """Return by how much rules raise or lower articles on the front page."""
        return self._ruled()[1]

    def hits(self, article_id: int | None) -> list[RuleHits]:
        """Return the rules of the settings, and what each finds; there may be no article."""
        from broadsheet.config.reading import read_settings

        hits = list[RuleHits]()
        for rule in read_settings()[0].rules:
            query = query_of(rule)
            ids = frozenset[int]() if query is None else frozenset(self._ids(query))
            hits.append(RuleHits(rule, len(ids), article_id in ids))
        return hits

    def _ruled(self) -> tuple[frozenset[int], Counter[int]]:
        stamp = _stamp()
        if stamp not in self._of_today:
            self._of_today.clear()
            self._of_today[stamp] = _rules_today()
        rules = self._of_today[stamp]
        # A mark changes what rules find only if one of them asks for marks.
        marks = self._marks_generation() if any(_asks_for_marks(query) for query, _ in rules) else 0
        key = (stamp, self._generation(), marks)
        if key not in self._found:
            muted, boosts = set[int](), Counter[int]()
            self.are_asking = True
            try:
                for query, weight in rules:
                    ids = self._ids(query)
                    if weight is None:
                        muted.update(ids)
                    else:
                        boosts.update(dict.fromkeys(ids, weight))
            finally:
                self.are_asking = False
            self._found.clear()
            self._found[key] = frozenset(muted), boosts
        return self._found[key]


def _asks_for_marks(query: Query) -> bool:
    return any(isinstance(term, Flag) and term.name in _MARKS for term in query.terms)


def _stamp() -> object:
    """Return a value that changes with the settings file, and with the day."""
    return _today(), settings_stamp()


def _rules_today() -> list[tuple[Query, int | None]]:
    """Return what each rule matches, and its weight, None for a mute."""
    from broadsheet.config.reading import read_settings

    rules = active(read_settings()[0].rules, _today())
    return [(query, rule.weight) for rule in rules if (query := query_of(rule))]


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def active(rules: Iterable[Rule], today: date) -> list[Rule]:
    """Return the rules that have not ended."""
    return [rule for rule in rules if rule.until is None or today <= rule.until]


def query_of(rule: Rule) -> Query | None:
    """Return what a rule matches; None if that is nothing, or depends on the rules themselves.

    Words of a rule are looked for exactly: a fuzzy match would mute what nobody named.
    """
    query = parse(rule.query)
    if any(isinstance(term, Front) or term == Flag(_MUTED, term.negated) for term in query.terms):
        return None
    terms = tuple(
        Phrase(term.text) if isinstance(term, Word) and not term.negated else term
        for term in query.terms
    )
    return replace(query, terms=terms, parts=(), notes=(), sort=()) if terms else None
