"""`[[rules]]` in the settings; a faulty one loses only itself."""

from dataclasses import replace
from datetime import date

import pytest

from broadsheet.config.reading import read_settings
from broadsheet.config.rule_changes import add_rule, remove_rule, rule_text
from broadsheet.config.settings import Rule, SettingsError, settings_file
from tests.files import write_settings


def read(text: str) -> tuple[tuple[Rule, ...], str]:
    write_settings(text)
    settings, warnings = read_settings()
    return settings.rules, "\n".join(warnings)


def test_a_rule_mutes_or_weighs_until_a_day() -> None:
    text = (
        '[[rules]]\nquery = "provider:msn"\n'
        '[[rules]]\nquery = "topic:AI"\nweight = -20\nuntil = 2026-12-31\n'
    )
    rules = (Rule("provider:msn"), Rule("topic:AI", -20, date(2026, 12, 31)))
    assert read(text) == (rules, "")


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("rules = 1", "Write each rule as a table of its own"),
        ('[[rules]]\nweight = "mute"', "Each rule needs a 'query'"),
        ('[[rules]]\nquery = " "', "it would match every article"),
        ('[[rules]]\nquery = "a"\nweight = 51', "'weight' of the rule 'a' must be"),
        ('[[rules]]\nquery = "a"\nweight = true', "'weight' of the rule 'a' must be"),
        ('[[rules]]\nquery = "a"\nuntil = "2026-12-31"', "'until' of the rule 'a' must be a date"),
        ('[[rules]]\nquery = "a"\nuntil = 2026-12-31T10:00:00', "'until' of the rule 'a'"),
    ],
)
def test_a_fault_loses_only_its_rule(text: str, warning: str) -> None:
    rules, warnings = read(f"{text}\n")
    assert rules == ()
    assert warning in warnings


def test_an_unknown_key_is_named() -> None:
    rules, warnings = read('[[rules]]\nquery = "a"\nwieght = 5')
    assert rules == (Rule("a"),)
    assert "There is no setting 'wieght' under [[rules]]" in warnings


@pytest.mark.parametrize(
    "before",
    ["", 'theme = "x"', '# mine\n[[rules]]\nquery = "a" # why\n\n[feeds]\nfetch = "manual"\n'],
)
def test_a_rule_is_added_and_removed_and_nothing_else_changes(before: str) -> None:
    write_settings(before)
    earlier = read_settings()[0].rules
    rule = Rule('topic:"AI \\ Hardware"', None, date(2026, 12, 31))
    add_rule(rule)
    assert read_settings() == (replace(read_settings()[0], rules=(*earlier, rule)), [])
    assert settings_file().read_text("utf-8").startswith(before)
    assert remove_rule(rule_text(rule))
    assert read_settings()[0].rules == earlier
    assert settings_file().read_text("utf-8").rstrip() == before.rstrip()
    assert not remove_rule(rule_text(rule))


def test_comments_that_belong_to_no_rule_outlast_it() -> None:
    rule = '[[rules]]\nquery = "a"\n'
    note = '# to think about: topic:AI\n\n[feeds]\nfetch = "manual"\n'
    read(f"{rule}\n{note}")
    assert remove_rule(rule_text(Rule("a")))
    assert settings_file().read_text("utf-8") == note


def test_a_table_that_is_no_rule_is_never_removed() -> None:
    read('[feeds]\nfetch = "manual"\n')
    assert not remove_rule("[[rules]]\nweight = 5\n")
    assert settings_file().read_text("utf-8") == '[feeds]\nfetch = "manual"\n'


def test_rules_in_a_list_of_their_own_are_left_alone() -> None:
    text = 'rules = [{ query = "a" }]\n'
    read(text)
    with pytest.raises(SettingsError, match="written in an unusual way"):
        add_rule(Rule("b"))
    assert settings_file().read_text("utf-8") == text
