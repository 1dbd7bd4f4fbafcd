"""Keys can be rebound, so no sentence of the screen may name one as it is at first."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import broadsheet.tui
from broadsheet.config.settings import KeySettings, OwnKey, Preset
from broadsheet.tui import sentences
from broadsheet.tui.keys import key_of
from broadsheet.tui.rebinding import PRESETS, rebind

_SCREEN = Path(broadsheet.tui.__file__).parent
_NAMED = re.compile(
    r"\b(Esc|Enter|Backspace|PgDn|PgUp|Shift\+\w+)\b|\b(ctrl|shift)\+\w|[←→↑↓⏎⇥⌫] \w"
    r"|\b[Pp]ress (?!\0)\S|\bthe key (?!\0)\S|\b(Space|Tab|Home|End|(?<!“)[A-Za-z?:+,/]) "
    r"(adds|again|brings|completes|fetches|goes|keeps|leads|lists|looks|marks|opens|quits|removes|saves"
    r"|shows|stars|subscribes|takes|undoes)\b|\bwith [B-Zb-z?:+,/](?=[ .,;]|$)"
)
"""What names a key; a \0 stands for what a sentence takes from elsewhere."""


def sentences_in(source: str) -> Iterator[str]:
    """Yield the texts of a module, docstrings and the parts of longer ones excepted."""
    tree = ast.parse(source)
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values}
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values
            )
        elif isinstance(node, ast.Constant) and id(node) not in skipped:
            yield from [str(node.value)] if " " in str(node.value) else []


def test_a_key_in_a_sentence_is_noticed() -> None:
    found = [*sentences_in('"""Press u."""\nsay("Press u to undo.")\nsay(f"{n} of X. R looks.")')]
    assert found == ["Press u to undo.", "\0 of X. R looks."]
    assert all(map(_NAMED.search, found))
    assert not any(map(_NAMED.search, sentences_in("say(f'Press {key} to see it.')")))


def test_no_sentence_of_the_screen_names_a_key_as_it_is_at_first() -> None:
    named = [
        (path.name, text)
        for path in _SCREEN.rglob("*.py")
        for text in sentences_in(path.read_text("utf-8"))
        if _NAMED.search(text)
    ]
    assert named == []


@pytest.mark.usefixtures("keys_as_before")
@pytest.mark.parametrize("preset", PRESETS)
def test_a_sentence_names_the_key_of_the_preset(preset: Preset) -> None:
    rebind(KeySettings(preset, (OwnKey("help", ("f1",), 1),)))
    keys = PRESETS[preset]
    assert sentences.news(3).endswith(f"press {keys.get('refresh_library', 'R')[0]} to show")
    assert sentences.undone_by("Gone.") == f"Gone. Press {keys.get('undo', 'u')} to undo."
    assert "Press F1" in sentences.no_command("d", is_in_window=False)
    down = "↓" if preset == "arrows" else "j"
    assert f"{down} goes down" in sentences.nothing_selected()


def test_every_action_that_a_sentence_asks_for_has_a_key() -> None:
    asked = {
        action
        for path in _SCREEN.rglob("*.py")
        for action in re.findall(r"key_of\(['\"](\w+)['\"]\)", path.read_text("utf-8"))
    }
    assert len(asked) > 10
    assert all(map(key_of, asked))
