import pytest

from tests.terminal.sequences import foreign_sequences, tokens, unfinished_tail

TEXTUALS_OWN = [
    b"\x1b[?1049h\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h\x1b[?25l\x1b[?1004h\x1b[>25u",
    b"\x1b[?2026$p\x1b[?2048$p\x1b[?2004h\x1b[?7l",
    b"\x1b[1;1H\x1b[38;2;224;224;224;48;2;0;0;0mnews\x1b[0m\r\n\x1b[H\x1b]22;pointer\x07",
    b"\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l",
    "日本 \U0001f469\u200d\U0001f680 e\u0301 \u00a0".encode(),
]
FOREIGN = [
    pytest.param(b"\x1b]52;c;aGk=\x07", id="clipboard"),
    pytest.param(b"\x1b]52;c;aGk=\x1b\\", id="clipboard, ended by ST"),
    pytest.param("\x9d52;c;aGk=\x9c".encode(), id="clipboard in C1"),
    pytest.param(b"\x1b]8;;https://example.org\x1b\\", id="hyperlink"),
    pytest.param(b"\x1b]0;owned\x07", id="icon and title"),
    pytest.param(b"\x1b]2;owned\x07", id="title"),
    pytest.param(b"\x1b]22;../../x\x07", id="no pointer's name"),
    pytest.param(b"\x1bP+q544e\x1b\\", id="DCS query"),
    pytest.param(b"\x1b_Gf=100;AAAA\x1b\\", id="kitty picture"),
    pytest.param(b"\x1b[6n", id="cursor report"),
    pytest.param(b"\x1b[c", id="device attributes"),
    pytest.param(b"\x1b[2J", id="erase"),
    pytest.param(b"\x1b[5A", id="cursor up"),
    pytest.param(b"\x1b[8;2;2t", id="window size"),
    pytest.param(b"\x1b[?5h", id="unknown private mode"),
    pytest.param(b"\x1b[4:3m", id="SGR with colons"),
    pytest.param("\x9b31m".encode(), id="colour in C1"),
    pytest.param(b"\x1bc", id="reset"),
    pytest.param(b"\x1b(0", id="character set"),
    pytest.param(b"\x1b]0;never ended", id="unfinished string"),
    pytest.param(b"\x07", id="bell"),
    pytest.param(b"\x08", id="backspace"),
    pytest.param(b"\x7f", id="delete"),
    pytest.param("\x85".encode(), id="C1 next line"),
    pytest.param(b"\x9b", id="not UTF-8"),
]


@pytest.mark.parametrize("raw", TEXTUALS_OWN)
def test_what_textual_writes_is_not_foreign(raw: bytes) -> None:
    assert foreign_sequences(raw) == []


@pytest.mark.parametrize("sequence", FOREIGN)
def test_what_textual_never_writes_is_foreign(sequence: bytes) -> None:
    assert foreign_sequences(b"\x1b[1;1Hnews " + sequence) == [sequence]


def test_a_string_broken_off_by_another_sequence_hides_neither() -> None:
    raw = b"\x1b]0;ow\x1b]52;c;aGk=\x07"

    assert foreign_sequences(raw) == [b"\x1b]0;ow", b"\x1b]52;c;aGk=\x07"]


def test_a_broken_colour_is_foreign() -> None:
    assert foreign_sequences(b"\x1b[3\x1b[1m") == [b"\x1b["]


@pytest.mark.parametrize("cut", range(1, 34))
def test_a_stream_cut_anywhere_tells_the_same(cut: int) -> None:
    stream = "a\x1b[31mb\x1b]52;c;aGk=\x1b\\c\x1b(0d\x9d2;x\x9ce"

    finished = unfinished_tail(stream[:cut])
    halves = [*tokens(stream[:finished]), *tokens(stream[finished:])]

    controls = [token for token, is_control in halves if is_control]
    assert controls == ["\x1b[31m", "\x1b]52;c;aGk=\x1b\\", "\x1b(0", "\x9d2;x\x9c"]
    assert "".join(token for token, _ in halves) == stream
