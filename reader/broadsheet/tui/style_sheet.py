"""Textual's style sheet, which does at a start only what the start needs."""

from functools import cache, lru_cache
from typing import Any

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.styles import RenderStyles
from textual.css.stylesheet import Stylesheet
from textual.css.tokenize import tokenize_values
from textual.css.tokenizer import Token
from textual.css.types import CSSLocation
from textual.dom import DOMNode

from broadsheet.text.patterns import compiled_later

# For each node that is styled, all rules are looked up in a set. Textual's hash is the identity
# too, but computed in Python.
setattr(RuleSet, "__hash__", object.__hash__)  # noqa: B010 - not for mypy to see


class StyleSheet(Stylesheet):
    """Reads only the variables that rules use, and styles components when they are drawn.

    A start draws a quarter of the components, and uses a quarter of the variables.
    """

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._use(variables)

    def _use(self, variables: dict[str, str]) -> None:
        self._parse_cache = _rules_read(tuple(variables.items()))
        self._tokens = _TokensLater(variables)

    @property
    def _variable_tokens(self) -> dict[str, list[Token]]:
        return self._tokens

    def set_variables(self, variables: dict[str, str]) -> None:
        """Use other variables from now on."""
        self._parse_cache = LRUCache(0)  # or those for the variables before would be dropped
        super().set_variables(variables)
        self._use(variables)

    def reparse(self) -> None:
        """Read the rules again, if they were not read with these variables before."""
        self.parse()

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        return super()._parse_rules(closed_up(css), read_from, is_default_rules, tie_breaker, scope)

    def _process_component_classes(self, node: DOMNode) -> None:
        names = node._get_component_classes()
        if names:
            before = node._component_styles
            node._component_styles = now = _ComponentsLater(self, node, names)
            if any(now[name] != styles for name, styles in before.items()):
                node.refresh()


@cache
def closed_up(css: str) -> str:
    """Return `css` without comments and most of its spaces: Textual takes each for a token."""
    if "# " in css or "$" in css.partition("{")[0]:
        return css  # a line is a comment or a variable, so it has to end where it does
    lines = map(str.strip, _COMMENT.sub("", css).split("\n"))
    closed = "".join(line if line.endswith(_ENDS) else f"{line} " for line in lines if line)
    return closed.replace(" {", "{").replace(": ", ":")


_COMMENT = compiled_later(r"(?s)/\*.*?\*/")
_ENDS = ("{", ";", "}", ",")


@lru_cache(maxsize=4)
def _rules_read(variables: tuple[tuple[str, str], ...]) -> LRUCache[Any, list[RuleSet]]:
    """Return what keeps the rules that were read with `variables`, for the next library too."""
    return LRUCache(100)


class _TokensLater(dict[str, list[Token]]):
    """The tokens of variables, each made when it is asked for."""

    def __init__(self, values: dict[str, str], made: dict[str, list[Token]] | None = None) -> None:
        super().__init__()
        self._values = values
        self._made = {} if made is None else made

    def __bool__(self) -> bool:
        return bool(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values or super().__contains__(name)

    def __missing__(self, name: str) -> list[Token]:
        if name not in self._made:
            self._made.update(tokenize_values({name: self._values[name]}))
        return self._made[name]

    def copy(self) -> "_TokensLater":
        """Return a copy, to which the text of a sheet may add variables of its own."""
        return _TokensLater(self._values, self._made)


class _ComponentsLater(dict[str, RenderStyles]):
    """The styles of a node's components, each made when it is asked for."""

    def __init__(self, sheet: Stylesheet, node: DOMNode, names: frozenset[str]) -> None:
        super().__init__()
        self._sheet = sheet
        self._node = node
        self._names = names

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __missing__(self, name: str) -> RenderStyles:
        if name not in self._names:
            raise KeyError(name)
        component = DOMNode(classes=name)
        component._attach(self._node)
        self._sheet.apply(component)
        self[name] = component.styles
        return component.styles

    def clear(self) -> None:
        """Forget the components, when the node is no longer there."""
        self._names = frozenset()
        super().clear()
