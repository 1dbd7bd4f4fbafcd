"""Adds a rule to the settings file, and removes it again; nothing else in the file changes."""

import tomllib

from broadsheet.config.rules import read_rules
from broadsheet.config.settings import Rule
from broadsheet.config.text import apart, cut, line_ended, to_toml
from broadsheet.config.writing import change_settings


def add_rule(rule: Rule) -> None:
    """Write a rule at the end of the settings file; raises `SettingsError`."""
    restore_rule(rule_text(rule))


def restore_rule(text_of_rule: str) -> None:
    """Write a rule that `rule_text` returned; raises `SettingsError`."""
    change_settings(lambda text: f"{line_ended(text)}{chr(10) if text else ''}{text_of_rule}")


def remove_rule(text_of_rule: str) -> bool:
    """Remove the last rule that says what `rule_text` returned; False if there is none.

    Raises `SettingsError`.
    """
    wanted = rules_in(text_of_rule)
    removed: list[str] = []

    def without(text: str) -> str:
        tables = cut(text)
        for place in reversed(range(len(tables))):
            if wanted and rules_in(tables[place]) == wanted:
                rule, after = apart(tables[place])
                removed.append(rule)
                tables[place] = after.lstrip("\r\n")  # comments that belong to no table
                break
        return "".join(tables)

    change_settings(without)
    return bool(removed)


def rule_text(rule: Rule) -> str:
    """Return a rule as the settings file has it."""
    weight = "mute" if rule.weight is None else rule.weight
    until = "" if rule.until is None else f"until = {rule.until.isoformat()}\n"
    return f"[[rules]]\nquery = {to_toml(rule.query)}\nweight = {to_toml(weight)}\n{until}"


def rules_in(table: str) -> tuple[Rule, ...]:
    """Return the rules that a part of the settings file has; none if it makes no sense."""
    try:
        return read_rules(tomllib.loads(table).get("rules", []), table)[0]
    except (ValueError, RecursionError):
        return ()
