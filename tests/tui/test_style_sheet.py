from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Tooltip
from textual.widgets._toast import ToastRack

from broadsheet.paths import bundled
from broadsheet.tui.style_sheet import StyleSheet, closed_up


class _Parts(Widget):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"part--seen", "part--unseen"}
    DEFAULT_CSS = """
    _Parts > .part--seen { color: $first; }
    .-other _Parts > .part--seen, _Parts > .part--unseen { color: $second; }
    """


class _Sheet(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = StyleSheet({**self.get_css_variables(), "first": "red", "second": "blue"})

    def compose(self) -> ComposeResult:
        yield _Parts()


async def test_parts_of_a_widget_are_styled_when_they_are_drawn_and_again_when_that_changes() -> (
    None
):
    red, blue = Color.parse("red"), Color.parse("blue")
    async with _Sheet().run_test() as pilot:
        parts, sheet = pilot.app.query_one(_Parts), pilot.app.stylesheet
        assert parts.get_component_styles("part--seen").color == red
        assert list(parts._component_styles) == ["part--seen"]
        with pytest.raises(KeyError):
            parts.get_component_styles("part--none")

        pilot.app.screen.add_class("-other")
        await pilot.pause()
        assert parts.get_component_styles("part--seen").color == blue

        sheet.set_variables({**pilot.app.get_css_variables(), "first": "red", "second": "red"})
        sheet.reparse()
        sheet.update(pilot.app)
        assert parts.get_component_styles("part--seen").color == red


def test_rules_are_read_as_textual_reads_them() -> None:
    variables = App().get_css_variables() | {"pane-frame": "red"}
    sheets = [path.read_text(encoding="utf-8") for path in bundled("styles").glob("*.tcss")]
    sheets += [kind.DEFAULT_CSS for kind in (App, Screen, Widget, Input, ToastRack, Tooltip)]
    sheets += ["A {\n  color: red; # not; blue\n  height: 1;\n}", "$x: 1;\nA { height: $x; }"]
    rules = []
    for sheet in (Stylesheet(variables=variables), StyleSheet(variables)):
        for number, css in enumerate(sheets):
            sheet.add_source(css, ("", str(number)))
        rules.append([(rule.selectors, repr(rule.styles._rules)) for rule in sheet.rules])
    assert rules[0] == rules[1] != []
    assert len(closed_up(sheets[0])) < 0.8 * len(sheets[0])
