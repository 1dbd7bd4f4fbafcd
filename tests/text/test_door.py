import datetime as dt
import json
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.door import clean_line, clean_source, clean_text, clean_value, scrub
from broadsheet.text.folding import fold
from tests.hostile import HOSTILE_STRINGS, HostileString

# Short pieces that are dangerous in each other's company, to be put together at random.
CHARACTERS = (
    "ab1 \n\r\t[]m;\\&#x\x00\x07\x1b\x7f\x85\x9b\x9c\x9d\xa0\xad\u0301\u0627\u0903\u0915\u094d"
    "\u1160\u200b\u200c\u200d\u2028\u202e\u20e3\u2764\u3164\ud83d\ude00\ufe0e\ufe0f\ufeff\ufffe"
    "\U0001f3fb\U0001f468\U000e0041\U000e0100"
)
FRAGMENTS = ["&amp;", "&lt;", "&#27;", "&#x202e;", "&#769;", "&zwj;", "&shy;", "&NewLine;"]
PARTS = ["&#", "&#x", "amp;", "27;", "38;", "\x1b[", "\x1b]0;", "\x1b\\"]
PIECES = st.sampled_from([*CHARACTERS, *FRAGMENTS, *PARTS])
ALMOST_CLEAN = st.text("ab &;\n\xa0\u2019")
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text() | ALMOST_CLEAN

BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def unsafe_characters(text: str, *, allowed: str = "") -> list[str]:
    controls = [c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    return [ascii(c) for c in controls + [c for c in text if c in BIDI] if c not in allowed]


@pytest.mark.parametrize("hostile", HOSTILE_STRINGS, ids=lambda hostile: hostile.name)
def test_nothing_hostile_passes_a_door(hostile: HostileString) -> None:
    assert unsafe_characters(clean_line(hostile.text)) == []
    assert unsafe_characters(clean_text(hostile.text), allowed="\n") == []
    assert unsafe_characters(clean_text(hostile.text, decode_entities=False), allowed="\n") == []
    assert unsafe_characters(clean_source(hostile.text), allowed="\n") == []


@given(TEXTS)
def test_nothing_unsafe_passes_whatever_is_put_together(text: str) -> None:
    assert unsafe_characters(clean_line(text)) == []
    assert unsafe_characters(clean_text(text), allowed="\n") == []
    assert unsafe_characters(clean_text(text, decode_entities=False), allowed="\n") == []
    assert unsafe_characters(clean_source(text), allowed="\n") == []


@given(TEXTS, st.integers(min_value=1, max_value=20))
def test_a_clean_text_stays_as_it_is(text: str, limit: int) -> None:
    for clean in (clean_line(text), clean_line(text, limit)):
        assert clean_line(clean) == clean
    for decode in (True, False):
        for clean in (clean_text(text, decode_entities=decode), clean_text(text, limit, decode)):
            assert clean_text(clean, decode_entities=decode) == clean
    assert clean_source(clean_source(text)) == clean_source(text)


@given(TEXTS)
def test_what_needs_no_cleaning_comes_out_the_same_the_long_way(text: str) -> None:
    assert_same_the_long_way(text)


def test_no_character_is_taken_for_one_that_needs_no_cleaning() -> None:
    # Few at a time where one may differ from its neighbours; the other planes are all alike.
    few = [*range(0, 0x33480, 64), *range(0xE0000, 0xE1000, 64)]
    many = [*range(0x33480, 0xE0000, 3840), *range(0xE1000, 0x110000, 3840)]
    for begin, end in pairwise(sorted([*few, *many, 0x110000])):
        characters = "".join(map(chr, range(begin, end)))
        assert_same_the_long_way(f"a{characters}b")


def assert_same_the_long_way(text: str) -> None:
    bell = "\a"  # has to be taken out, and leaves nothing
    assert clean_line(text) == clean_line(bell + text)
    for decode in (True, False):
        cleaned = clean_text(text, decode_entities=decode)
        assert cleaned == clean_text(bell + text, decode_entities=decode)


@given(TEXTS, st.integers(min_value=1, max_value=20))
def test_no_result_is_longer_than_its_limit(text: str, limit: int) -> None:
    assert len(clean_line(text, limit)) <= limit
    assert len(clean_text(text, limit)) <= limit


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("R&amp;D at AT&T", "R&D at AT&T"),
        ("Meta&#8217;s &amp;lt;plan&amp;gt;", "Meta\u2019s <plan>"),
        ("?a=1&copy=2&notify=3", "?a=1&copy=2&notify=3"),
        ("&notareference; &#xZZ;", "&notareference; &#xZZ;"),
        ("a\x1b[31mb\x1b[0mc", "abc"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\bank\x1b]8;;\x1b\\", "bank"),
        ("\x1bPq;x\x9ctext", "text"),
        ("\x1b]0;no end of it", "0;no end of it"),
        ("a&#27;[2Jb", "a[2Jb"),
        ("&#2\x007;[2Jx", "[2Jx"),
        ("&am&#112;;lt;", "<"),
        ("one\r\ntwo\u2028three\x85four\tfive", "one two three four five"),
        ("\xa0a\u3000 \u2003b ", "a b"),
        ("pass\u200bword\u2060\ufeff\xad", "password"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\u0301\u0301\u0301\u0301\u0301\u0301\u0301b", "a\u0301\u0301\u0301\u0301\u0301b"),
        ("\u0301x \u0301y", "x y"),
        ("\ud83d\ude00 \ud800", "\U0001f600 \ufffd"),
        ("\u3164\u2800", ""),
    ],
)
def test_a_line_is_cleaned(dirty: str, clean: str) -> None:
    assert clean_line(dirty) == clean


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 at home",
        "\u2764\ufe0f\u200d\U0001f525 and 1\ufe0f\u20e3",
        "\U0001f44b\U0001f3fd\U0001f1e9\U0001f1ea",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937",
        "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd",
        "\u0e17\u0e35\u0e48 \uac00\u3042\u65b0 \u1e69 s\u0323\u0307",
    ],
)
def test_the_spelling_of_languages_and_emoji_is_kept(text: str) -> None:
    assert clean_line(text) == text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\u200db", "ab"),
        ("\U0001f600\u200d", "\U0001f600"),
        ("x\ufe0f", "x"),
        ("1\ufe0f", "1"),
        ("\U0001f600\ufe0f\ufe0f", "\U0001f600\ufe0f"),
        ("\u200d".join(["\U0001f600"] * 5), "\U0001f600" * 5),
    ],
)
def test_joiners_and_selectors_are_kept_only_where_they_belong(dirty: str, clean: str) -> None:
    assert clean_line(dirty) == clean


def test_a_long_line_ends_in_an_ellipsis() -> None:
    assert clean_line("word " * 10, limit=12) == "word word w\u2026"
    assert clean_line("word word   ", limit=9) == "word word"
    assert clean_line("\U0001f468\u200d\U0001f469", limit=2) == "\U0001f468\u2026"


def test_a_text_keeps_its_lines_and_its_indentation() -> None:
    text = clean_text("\r\n\n    code\r\n\ttab  two\r\rthree\u2028four  \n\n")
    assert text == "    code\n    tab  two\n\nthree\nfour"


def test_references_in_markdown_stay_unless_the_renderer_would_make_something_unsafe() -> None:
    markdown = "&lt;b&gt; &amp;#27; &#42; a&#8238;b&zwj;c&#13;d&nbsp;e &#x2&#x202e;02e;!"
    cleaned = clean_text(markdown, decode_entities=False)
    assert cleaned == "&lt;b&gt; &amp;#27; &#42; abc\nd e !"


def test_the_source_shows_everything_and_does_nothing() -> None:
    source = "a: \x1b[31m\t\x00\x7f\r\nb: \x9b\u202e&amp;\u200d e\u0301\ud800\rc"
    shown = clean_source(source)
    assert (
        shown
        == "a: \u241b[31m\u2409\u2400\u2421\nb: \\x9b\\u202e&amp;\\u200d e\u0301\\ud800\u240dc"
    )


def test_pieces_keep_the_blanks_around_them() -> None:
    assert scrub(" a\xa0&amp; ") == " a & "


def test_a_value_of_unknown_front_matter_becomes_plain_data() -> None:
    value = {
        "price\x1b[2J": 9.5,
        7: ["a\x9b2J", ("x",), None, True],
        "when": dt.datetime(2023, 5, 1, 12, 0, tzinfo=dt.UTC),
        "day": dt.date(2023, 5, 1),
        "bytes": b"\x1b[2J",
        "nan": float("nan"),
        "huge": 1 << 20_000,
        "object": object(),
    }
    cleaned = clean_value(value)
    assert isinstance(cleaned, dict)
    assert len(str(cleaned.pop("huge"))) > 1_000
    assert cleaned == {
        "price": 9.5,
        "7": ["a", ["x"], None, True],
        "when": "2023-05-01T12:00:00+00:00",
        "day": "2023-05-01",
        "bytes": "G1sySg==",
        "nan": "nan",
        "object": "(object)",
    }


def test_a_value_that_holds_itself_or_multiplies_comes_to_an_end() -> None:
    endless: list[object] = []
    endless.append(endless)
    assert json.dumps(clean_value(endless)).count("[") == 21

    laughs: list[object] = ["ha"]
    for _ in range(15):
        laughs = [laughs] * 10
    assert len(json.dumps(clean_value(laughs))) < 1_000_000


def test_a_long_text_of_unfinished_sequences_takes_no_time_to_speak_of() -> None:
    # Quadratic patterns would need minutes here.
    for piece in ("\x1b]", "\x9d", "\x1b[", "&#", "&amp;", "a\u0301", "\U0001f600\u200d", "\x1b "):
        text = clean_text(piece * (200_000 // len(piece)))
        assert not re.search(r"[\x1b\x9d]", text)


@pytest.mark.parametrize(
    ("title", "folded"),
    [
        ("AI-Builder: what's _new_?", "ai builder what s new"),
        ("Élan vital: AI-Builder", "elan vital ai builder"),
        (" \x00~ ", ""),
    ],
)
def test_a_title_is_searched_for_by_its_words(title: str, folded: str) -> None:
    assert fold(title) == folded


@pytest.mark.parametrize("sign", [chr(code) for code in range(128)], ids=ascii)
def test_an_accent_elsewhere_in_a_title_changes_nothing_about_a_sign(sign: str) -> None:
    assert fold(f"one{sign}two é") == fold(f"one{sign}two e")
