"""The input for fuzzing the doors: hostile texts, and the bytes of files that hold them.

Control characters are written as escapes throughout: this file itself is harmless.
"""

import codecs
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from broadsheet.paths import bundled
from tests.hostile import HOSTILE_STRINGS, HOSTILE_URLS
from tests.hostile_library import quoted

# Pieces that mean something to a terminal, to HTML, or to the code that takes them out: put
# together at random they make sequences that nobody wrote down.
_TERMINAL = (
    *("\x1b", "\x1b[", "\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x1bc", "\x1b(", "\x1b\\"),
    *("\x9b", "\x9d", "\x90", "\x98", "\x9c", "\x9e", "\x9f", "\x85", "\x84", "\x8d"),
    *("\x07", "\x08", "\x0b", "\x0c", "\x0e", "\x0f", "\x18", "\x1a", "\x7f", "\x00", "\x05"),
    *("\r", "\n", "\t", "\r\n", "52;c;aGk=", "0;title", "8;;https://x.example", "2J", "?1049h"),
    *("31m", "6n", "5A", "10;10H", ";", "?", ">", "$p", "!p", "8;2;2t", "c", "m", "[", "]", "\\"),
)
_INVISIBLE = (
    *("\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c", "\u200b", "\u200c"),
    *("\u200d", "\u2060", "\ufeff", "\xad", "\u2028", "\u2029", "\ufe0f", "\ufe00", "\u20e3"),
    *("\u0301", "\u0489", "\u3164", "\u2800", "\U000e0041", "\U000e0100", "\ud800", "\udfff"),
    *("\U0001f468", "\U0001f3fd", "\u2764", "\U0001f1e9", "\u65b0", "\u0645", "\u0e33", "e"),
)
_REFERENCES = (
    *("&", "&amp;", "&#", "&#x", "&#27;", "&#x1b;", "&#155;", "&#x9b;", "&#8238;", "&#0;", "&#7;"),
    *("&#xd800;", "&#x110000;", "&nbsp;", "&rlm;", "&NewLine;", "&Tab;", "#27;", "amp;", "x1b;"),
)
_MARKUP = (
    *("[b]", "[/b]", "[@click=app.quit]", "[/]", "[link=x]", "\\[", "$primary", "<b>", "</b>"),
    *("<!--", "-->", "<pre>", "<table><tr><td>", "<ul><li>", "<a href='", '<img src="', "<script>"),
    *("# ", "> ", "- ", "1. ", "```", "~~~", "`", "**", "_", "![", "](", "[x]: ", "| a |", "|---|"),
)
_YAML = (
    *("---", "...", "\n---\n", ": ", ":", "- ", "? ", "|", ">", "|2-", "&a ", "*a", "!!set ", "! "),
    *("!!python/object/apply:os.system ", "<<: *a", "{", "}", "[", "]", ", ", '"', "'", "#", " #"),
    *("%YAML 1.1\n", "@", "`", "~", "null", "0x1f", "1e999", "-0", ".inf", "2023-05-01", "1:30"),
    *(
        "\t",
        "  ",
        "\n",
        "\n  ",
        "\n    ",
        "\r",
        "\\x",
        '\\"',
        "\\u0000",
        "\x85",
        "\u2028",
        "\ufeff",
    ),
)
_FIELDS = (
    *("title", "name", "excerpt", "publishedDateTime", "originalUrl", "webUrl", "ampWebUrl"),
    *("type", "category", "quality", "heat", "published", "provider", "topics", "images"),
    *("related", "featuredContent", "secured", "actions", "price", "authors", "domain", "url"),
)
_T = TypeVar("_T")
_HOSTILE = tuple(hostile.text for hostile in HOSTILE_STRINGS)
_SEEDS = [path.read_bytes() for path in sorted(bundled("seeds").glob("*.txt"))]


def trying(count: int, *phases: Phase) -> settings:
    """Return the settings that try `count` cases, however long each takes, and keep none."""
    return settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, *phases],
    )


def _any_of(values: Sequence[_T]) -> SearchStrategy[_T]:
    """Choose one; unlike `sampled_from`, this does not print all of them with the strategy."""
    return st.integers(0, len(values) - 1).map(lambda number: values[number])


def _soup(*pieces: str, most: int = 20) -> SearchStrategy[str]:
    """Return texts made of the pieces, in any order, with other text between."""
    return st.lists(_any_of(pieces) | st.text(max_size=4), max_size=most).map("".join)


texts: SearchStrategy[str] = st.one_of(
    _soup(*_TERMINAL),
    _soup(*_TERMINAL, *_INVISIBLE, *_REFERENCES),
    _soup(*_REFERENCES, *_TERMINAL[:10], most=40),
    _soup(*_INVISIBLE),
    _soup(*_MARKUP, *_TERMINAL, *_HOSTILE),
    _any_of(_HOSTILE),
    st.text(st.characters(codec=None, categories=None), max_size=200),
)
"""Strings that may be in a file, surrogates included, and try to be more than text."""

_scalars = st.one_of(
    texts.map(quoted),
    texts,
    st.sampled_from(HOSTILE_URLS),
    st.sampled_from(_YAML),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
)
_flow = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from(_FIELDS), inner), max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{name}: {value}" for name, value in pairs) + "}"
        ),
    ),
    max_leaves=8,
)


@st.composite
def _documents(draw: DrawFn) -> str:
    """Front matter from a grammar, with a body: some of it right, most of it nearly right."""
    lines = []
    for name in draw(st.lists(st.sampled_from(_FIELDS) | texts, max_size=10)):
        value = draw(_flow | st.lists(_flow, max_size=3).map(lambda i: "\n  - " + "\n  - ".join(i)))
        lines.append(f"{name}: {value}")
    opening, closing = draw(
        st.sampled_from((("---", "---"), ("---", "..."), ("---", ""), ("", "")))
    )
    body = draw(_soup(*_MARKUP, *_TERMINAL, *_REFERENCES, *_HOSTILE))
    return "\n".join([opening, "title: t", *lines, closing, body])


_PIECES = (
    *(
        piece.encode("utf-8", "surrogatepass")
        for piece in (*_TERMINAL, *_INVISIBLE, *_REFERENCES, *_MARKUP, *_YAML)
    ),
    *(b"\xff", b"\xfe", b"\xc0\x80", b"\xed\xa0\x80", b"\x00", b"\xf4\x90\x80\x80", b"\xe2\x80"),
)


@st.composite
def _mutated(draw: DrawFn, originals: SearchStrategy[bytes]) -> bytes:
    """A file with a few parts cut out, doubled, moved or overwritten."""
    data = draw(originals)
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 200)))
        piece = draw(st.sampled_from(_PIECES) | st.binary(max_size=8) | st.just(data[start:end]))
        where = draw(st.sampled_from((start, end)))
        data = data[:start] + piece * draw(st.integers(0, 3)) + data[where:]
    return data


def _encoded(text: str, encoding: str) -> bytes:
    data = text.encode(encoding, "replace" if encoding == "latin-1" else "surrogatepass")
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    return mark + data


_encodings = st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16-le", "latin-1"))
_line_ends = st.sampled_from(("\n", "\n", "\r\n", "\r"))
_written = st.builds(
    lambda text, end, encoding: _encoded(text.replace("\n", end), encoding),
    _documents(),
    _line_ends,
    _encodings,
)
files: SearchStrategy[bytes] = st.one_of(
    _written,
    _mutated(_written),
    _mutated(_any_of(_SEEDS)),
    st.binary(max_size=400).map(lambda data: b"---\n" + data),
    st.binary(max_size=200),
)
"""The bytes of files: near-articles, damaged articles, and noise."""
