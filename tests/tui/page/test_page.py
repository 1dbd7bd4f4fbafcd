"""What is read: Markdown as lines of text, with nothing in them that only a program needs."""

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.selection import Selection

from broadsheet.tui.body_links import tokens_of
from broadsheet.tui.page.blocks import Look
from broadsheet.tui.page.layout import lay_out
from broadsheet.tui.page.markdown import blocks_of
from broadsheet.tui.page.page import Page
from broadsheet.tui.page.wrapping import lines_in
from broadsheet.tui.widgets.page_text import PageText

LINK = "https://a.example/"


def lines(markdown: str, width: int = 40) -> list[str]:
    blocks = blocks_of(tokens_of(markdown), {LINK: 3})
    return ["".join(span.text for span in line.spans).rstrip() for line in lay_out(blocks, width)]


def looks(markdown: str) -> dict[str, Look]:
    blocks = blocks_of(tokens_of(markdown), {LINK: 3})
    return {span.text.strip(): span.look for line in lay_out(blocks, 80) for span in line.spans}


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("# Title\n\nText &amp; *more*\nof it.", ["Title", "", "Text & more of it."]),
        (f"A [link]({LINK}) here", ["A link[3] here"]),
        ("A [link](https://b.example/) here", ["A link here"]),
        ("![a *cat*](https://b.example/cat.png)", ["▣ a cat"]),
        ("![](https://b.example/cat.png)", ["▣ picture"]),
        ("- one\n- two\n  - deeper\n\nEnd", ["• one", "• two", "  ◦ deeper", "", "End"]),
        ("- [ ] to do\n- [x] done", ["• ☐ to do", "• ☑ done"]),
        ("9. nine\n10. ten", ["9. nine", "10. ten"]),
        ("- a\n\n  b\n- c", ["• a", "", "  b", "", "• c"]),
        ("- one\n\n1. other", ["• one", "", "1. other"]),
        ("> quoted\n>\n> twice", ["▎ quoted", "▎", "▎ twice"]),
        ("```py\nif a:\n\treturn\n```", [" if a:", "     return"]),
        ("a\n\n***\n\nb", ["a", "", "─" * 40, "", "b"]),
        ("line  \nbreak", ["line", "break"]),
        ("~~gone~~ `code`", ["gone code"]),
        (
            "| Name | Cost |\n|---|--:|\n| a | 5 |\n| b |",
            ["Name │ Cost", "─────┼─────", "a    │    5", "b    │"],
        ),
        ("[[wiki link]] and [[file|text]]", ["wiki link and text"]),
        (
            f"Text.[^1] [More]({LINK}).[^b][^9]\n\n[^b]: Two\n    lines.\n\n    Twice.\n[^1]: One.",
            ["Text.¹ More[3].²[^9]", "", "² Two lines.", "", "  Twice.", "", "¹ One."],
        ),
        ("Text.\n\n[^unused]: Never lost.", ["Text.", "", "[unused] Never lost."]),
        ("a[^1]\n\n[^1]: [^2]: [^3]: deep", ["a¹", "", "¹ [2] [3] deep"]),
        ("a<br>b <iframe src='x'></iframe>", ["ab"]),
        ("> [!NOTE]\n> Look", ["▎ Note: Look"]),
        ("> [!tip]- Do", ["▎ Tip: Do"]),
        ("[!NOTE] no quote", ["[!NOTE] no quote"]),
        ("==marked== a==b==c == d ==e f==, x", ["marked a==b==c == d e f, x"]),
        ("a\n\n# Main\n\n### Sub\n\nb", ["a", "", "", "Main", "", "Sub", "", "b"]),
        (f"## Here [⚓]({LINK})\n\n## [All]({LINK})", ["Here", "", "", "All[3]"]),
        (f"![cat]({LINK})cat sleeps", ["▣ cat[3] sleeps"]),
        (f"![cat]({LINK})\ncat", ["▣ cat[3]"]),
        (f"![cat]({LINK})\n\ncat\n\ncat", ["▣ cat[3]", "", "cat"]),
        (f"![cat]({LINK})\n\n[cat]({LINK})", ["▣ cat[3]", "", "cat[3]"]),
        ("```\n    a\n      b\n```", [" a", "   b"]),
        (
            "| | s | to |\n|---|---|:--|\n| a | 9.1s | 1 |\n| b | 10s | 22 |\n| c | | 3 |",
            ["  │    s │ to", "──┼──────┼───", "a │ 9.1s │ 1", "b │  10s │ 22", "c │      │ 3"],
        ),
    ],
)
def test_markdown_reads_like_a_page(markdown: str, shown: list[str]) -> None:
    assert lines(markdown) == shown


def test_code_that_is_too_long_goes_on_farther_right() -> None:
    assert lines("```\nabcdefghijklmnop\nq\n```", 12) == [" abcdefghij", "     klmnop", " q"]


def test_a_table_wider_than_the_page_wraps_its_widest_cells() -> None:
    table = f"| A | B |\n|---|---|\n| x | {'word ' * 20}|"
    shown = lines(table)
    assert len(shown) > 4
    assert all(len(line) <= 40 for line in shown)
    assert shown[3].startswith("  │ word")


def test_a_table_of_too_many_columns_becomes_a_list() -> None:
    head = (
        "| " + " | ".join(f"column {number}" for number in range(9)) + " |\n" + "|---" * 9 + "|\n"
    )
    shown = lines(head + "| " + " | ".join(f"value {number}" for number in range(9)) + " |")
    assert shown == [f"column {number}: value {number}" for number in range(9)]


def test_the_headings_of_the_highest_level_are_the_main_ones() -> None:
    shown = looks("### One `c`\n\n#### Two `d`")
    assert {shown[text] for text in ("One", "c")} == {Look.HEADING}
    assert {shown[text] for text in ("Two", "d")} == {Look.SUBHEADING}


def test_pieces_of_text_have_looks_of_their_own() -> None:
    shown = looks(f"# One\n\n### Two\n\n**b** *i* ***both*** ~~s~~ `c` [l]({LINK})\n\n> q")
    assert shown == {
        "One": Look.HEADING,
        "Two": Look.SUBHEADING,
        "b": Look.STRONG,
        "i": Look.EMPHASIS,
        "both": Look.STRONG_EMPHASIS,
        "s": Look.STRUCK,
        "c": Look.CODE,
        "l": Look.LINK,
        "[3]": Look.NUMBER,
        "▎": Look.MARKER,
        "q": Look.QUOTE,
        "": Look.PLAIN,
    }


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("one two", 7, ["one two"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("seen specific-code-on-one", 20, ["seen specific-code-", "on-one"]),
        ("seen now well-known", 15, ["seen now", "well-known"]),
        ("seen --specific-code-on", 20, ["seen", "--specific-code-on"]),
        ("seen 2026-11-27-18-00-00", 20, ["seen", "2026-11-27-18-00-00"]),
        ("слово и слово", 8, ["слово и", "слово"]),
        ("这是一段中文。没有空格", 8, ["这是一段", "中文。没", "有空格"]),
        ("这是一段，中文", 8, ["这是一", "段，中文"]),
        ("emoji 🚀🚀 end", 8, ["emoji 🚀", "🚀 end"]),
        ("a\nb", 8, ["a", "b"]),
        ("", 8, [""]),
    ],
)
def test_lines_end_where_words_do(text: str, width: int, shown: list[str]) -> None:
    assert [text[start:end] for start, end in lines_in(text, width)] == shown


def test_lists_deep_within_lists_leave_room_for_text() -> None:
    shown = lines("- " * 9 + "text", 24)
    assert any("text" in line for line in shown)
    assert all(len(line) <= 28 for line in shown)


@pytest.mark.parametrize(("words", "minutes"), [(20, 0), (160, 1), (2200, 10)])
def test_longer_texts_say_how_long_they_take(words: int, minutes: int) -> None:
    assert Page(blocks_of(tokens_of("word " * words), {})).minutes == minutes


class Alone(App[None]):
    """A page and nothing else."""

    def compose(self) -> ComposeResult:
        yield PageText(id="page")


async def test_what_was_selected_of_a_wide_page_is_drawn_on_a_narrow_one() -> None:
    app = Alone()
    async with app.run_test(size=(60, 5)) as pilot:
        page = app.query_one(PageText)
        page.show(Page(blocks_of(tokens_of("words " * 40), {})))
        await pilot.pause()
        app.screen.selections = {page: Selection(Offset(50, 0), Offset(58, 0))}
        await pilot.resize_terminal(20, 5)
        assert page.render_line(0).text.startswith("words words")
