"""The words of a command line that is being typed, as the shell would read them.

Nothing is ever run: command substitutions (`$(…)`, backquotes) stay as typed.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Shell = Literal["bash", "zsh", "fish"]
SHELLS: tuple[Shell, ...] = get_args(Shell)

Quote = Literal["", "'", '"']

_PIECE = r"""
    (?P<space> \s+ )
  | '(?P<single> {single} ) (?P<single_end> '? )
  | "(?P<double> (?:[^"\\]|\\.)* ) (?P<double_end> "? )
  | \\ (?P<escaped> .? )
  | [^\s'"\\]+
"""
_PLAIN_SINGLE, _FISH_SINGLE = r"[^']*", r"(?:[^'\\]|\\.)*"
_ESCAPED_IN_FISH = re.compile(r"\\([\\'])")
_SPECIAL = re.compile(r'\\(?P<escaped>[\\"$`])|\$(?:\{(?P<braced>\w+)\}|(?P<name>\w+))')

_BASH_SPECIAL = re.compile(r"[^\w%+,./:=@-]")


@dataclass(frozen=True, slots=True)
class ShellWord:
    """A word as typed, its meaning, and the quote that is still open at its end."""

    typed: str = ""
    text: str = ""
    quote: Quote = ""


def shell_words(line: str, shell: Shell) -> list[ShellWord]:
    """Return the words of `line`; the last one, possibly empty, is being typed."""
    words = [ShellWord()]
    for piece in _pieces(line.lstrip(), shell):
        if piece is None:
            words.append(ShellWord())
        else:
            last = words[-1]
            words[-1] = ShellWord(last.typed + piece.typed, last.text + piece.text, piece.quote)
    return words


def bash_quoted(text: str, quote: Quote) -> str:
    """Return `text` quoted for bash after an open `quote`."""
    if quote == "'":
        return text.replace("'", r"'\''")
    if quote == '"':
        # Inside double quotes no backslash protects `!` from history expansion.
        return re.sub(r'([\\"$`])', r"\\\1", text).replace("!", r'"\!"')
    return _BASH_SPECIAL.sub(r"\\\g<0>", text)


def _pieces(line: str, shell: Shell) -> Iterator[ShellWord | None]:
    """Yield the parts of the words, and None between two words."""
    pattern = _PIECE.format(single=_FISH_SINGLE if shell == "fish" else _PLAIN_SINGLE)
    for match in re.finditer(pattern, line, re.VERBOSE | re.DOTALL):
        typed, single, double = match[0], match["single"], match["double"]
        if match["space"]:
            yield None
        elif single is not None:
            text = _ESCAPED_IN_FISH.sub(r"\1", single) if shell == "fish" else single
            yield ShellWord(typed, text, "" if match["single_end"] else "'")
        elif double is not None:
            text = _SPECIAL.sub(_meaning, double)
            yield ShellWord(typed, text, "" if match["double_end"] else '"')
        elif match["escaped"] is not None:
            yield ShellWord(typed, match["escaped"])
        else:
            yield ShellWord(typed, _SPECIAL.sub(_meaning, typed))


def _meaning(match: re.Match[str]) -> str:
    if match["escaped"]:
        return match["escaped"]
    return os.environ.get(match["braced"] or match["name"], match[0])
