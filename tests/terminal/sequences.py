"""Terminal output told apart: text, control sequences, and those that are not Textual's own."""

import re
from collections.abc import Iterator

_STRING_END = r"(?:\x07|\x1b\\|\x9c)"
_CONTROL = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI … final
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x18\x1a\x1b\x9c]*" + _STRING_END + r"?"
    r"|\x1b[ -/]*[0-~]"
    # What is left are single controls, and bytes that are not UTF-8 (decoded as surrogates).
    r"|[\x00-\x1f\x7f-\x9f\udc80-\udcff]"
)
_UNFINISHED = re.compile(
    r"(?:(?:\x1b\[|\x9b)[0-?]*[ -/]*"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x18\x1a\x1b\x9c]*\x1b?"
    r"|\x1b[ -/]*)\Z"
)
_OUR_OWN = re.compile(
    r"[\r\n]"
    r"|\x1b\[[0-9;]*m"
    r"|\x1b\[(?:[0-9]+;[0-9]+)?H"
    r"|\x1b\[\?(?:7|25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    r"|\x1b\[\?(?:2026|2048)\$p"
    r"|\x1b\[>[0-9]+u|\x1b\[<u"  # the kitty keyboard, on and off
    r"|\x1b\]22;[a-z-]*\x07"  # the shape of the mouse pointer
)


def tokens(stream: str) -> Iterator[tuple[str, bool]]:
    """Cut terminal output into runs of text and single controls; True marks a control."""
    end = 0
    for match in _CONTROL.finditer(stream):
        if match.start() > end:
            yield stream[end : match.start()], False
        yield match.group(), True
        end = match.end()
    if end < len(stream):
        yield stream[end:], False


def unfinished_tail(stream: str) -> int:
    """Where a control sequence begins that the end of `stream` cuts short; else its length."""
    match = _UNFINISHED.search(stream)
    return match.start() if match else len(stream)


def foreign_sequences(raw: bytes) -> list[bytes]:
    """Control sequences and characters that a Textual program does not write by itself.

    Textual 8.2.8 was watched writing: colours, the cursor's place, a dozen private modes, two
    queries, the kitty keyboard and the pointer's shape. Whatever else a program's output holds
    came out of a file, or is an action of the program (a clipboard write, OSC 52) that its test
    has to expect. What Textual writes too, such as a colour, cannot be told apart here.
    """
    stream = raw.decode("utf-8", "surrogateescape")
    return [
        token.encode("utf-8", "surrogateescape")
        for token, is_control in tokens(stream)
        if is_control and not _OUR_OWN.fullmatch(token)
    ]
