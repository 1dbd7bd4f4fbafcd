"""Reads the tables `[[rules]]` of the settings file: what is muted, and what counts for more."""

from datetime import date

from broadsheet.config.settings import MOST_WEIGHT, Rule
from broadsheet.config.tables import Fault, each_table
from broadsheet.text.door import clean_line

_KNOWN = ("query", "weight", "until")


def read_rules(entries: object, text: str) -> tuple[tuple[Rule, ...], list[Fault]]:
    """Return the rules in the settings file `text`, and what is wrong with the others."""
    return each_table("rules", entries, text, _rule, _KNOWN)


def _rule(entry: object) -> Rule | str:
    if not isinstance(entry, dict) or not isinstance(query := entry.get("query"), str):
        return "Each rule needs a 'query' in quotes."
    if not (query := clean_line(query)):
        return "Each rule needs a 'query' that is not empty: it would match every article."
    until = entry.get("until")
    if until is not None and (not isinstance(until, date) or hasattr(until, "hour")):
        return f"'until' of the rule {query!r} must be a date, without quotes: 2026-12-31."
    match entry.get("weight", "mute"):
        case "mute":
            return Rule(query, None, until)
        case int(weight) if not isinstance(weight, bool) and -MOST_WEIGHT <= weight <= MOST_WEIGHT:
            return Rule(query, weight, until)
    return f"'weight' of the rule {query!r} must be \"mute\" or a whole number from -50 to 50."
