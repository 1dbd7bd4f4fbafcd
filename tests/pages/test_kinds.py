"""What is found in pages of ten kinds, and the figures for each kind."""

from collections import Counter
from functools import cache

import pytest

from broadsheet.articles.plain_text import plain_text
from broadsheet.pages.extract import Extracted, extract
from broadsheet.pages.reasons import LEAST_TEXT
from broadsheet.pages.wanted import text_length
from tests.pages.kinds import samples
from tests.pages.page import Sample, paragraphs, sentences

SAMPLES = {f"{sample.kind}: {sample.name}": sample for sample in samples()}

# Pages, of these with the entire text in its order, of these with nothing that is around it.
FIGURES = {
    "news": (8, 8, 8),
    "blog": (8, 8, 8),
    "documentation": (6, 6, 6),
    "forum": (6, 6, 6),
    "paywall": (6, 6, 6),
    "video": (5, 5, 5),
    "script": (6, 6, 6),
    "CJK": (10, 10, 10),
    "RTL": (5, 5, 5),
    "5 MB": (5, 5, 5),
}


@cache
def extracted(name: str) -> Extracted:
    sample = SAMPLES[name]
    return extract(sample.body, "https://example.org/2024/story.html", sample.content_type)


def seen(found: Extracted) -> str:
    """Return what a reader sees, without the marks of Markdown."""
    return " ".join(plain_text(found.markdown).replace("\\", "").split())


def has_entire_text(sample: Sample, found: Extracted) -> bool:
    if sample.sign:
        return found.sign == sample.sign and text_length(found.markdown) < LEAST_TEXT
    text, place = seen(found), 0
    for part in sample.texts:
        place = text.find(" ".join(part.split()), place)
        if place < 0:
            return False
    return True


def has_nothing_else(sample: Sample, found: Extracted) -> bool:
    return bool(sample.sign) or not any(each in seen(found) for each in sample.absent)


def test_the_figures_of_each_kind() -> None:
    figures = {kind: Counter[str]() for kind in FIGURES}
    for name, sample in SAMPLES.items():
        found = extracted(name)
        is_entire = has_entire_text(sample, found)
        figures[sample.kind]["pages"] += 1
        figures[sample.kind]["entire"] += is_entire
        figures[sample.kind]["clean"] += is_entire and has_nothing_else(sample, found)
    counted = {
        kind: (each["pages"], each["entire"], each["clean"]) for kind, each in figures.items()
    }
    assert counted == FIGURES
    assert sum(pages for pages, _, _ in FIGURES.values()) >= 60


@pytest.mark.parametrize("name", SAMPLES)
def test_the_title_is_found_and_not_repeated_in_the_text(name: str) -> None:
    found, sample = extracted(name), SAMPLES[name]
    assert found.title.startswith(sample.title)
    if not sample.sign:
        assert not seen(found).startswith((sample.title, f"# {sample.title}"))


def test_a_heading_with_the_name_of_the_site_is_not_the_title() -> None:
    html = "<title>Coercions - The Book</title><body><h1>The Book</h1><main><h1>Coercions</h1>"
    found = extract(f"{html}<p>{'Some words about it. ' * 9}</p></main>".encode(), "https://x.y/")
    assert found.title == "Coercions"
    assert "# Coercions" not in found.markdown


def test_code_keeps_its_lines() -> None:
    found = extracted("documentation: Sphinx").markdown
    assert "```\ndef arrive(train):\n    return train.time  # in minutes\n```" in found


def test_a_page_reads_like_a_page() -> None:
    html = """<html><head><base href="https://cdn.example.org/deep/"></head><body><article>
      <p>There was a <b>long</b> way to <a href="other.html">the other side</a>.</p><p>Nobody knew
      it better than <i>the guards</i> of the line, who had walked it for twenty years.</p>
      <h2 id=s><a href="#s">What they saw</a> <a class=headerlink href="#s">¶</a></h2>
      <blockquote><p>Snow, and more snow, said one of them.</p></blockquote>
      <ol><li>The first winter was mild<ul><li>and short</li></ul></li><li>the second was not.</li>
      </ol><table><tr><th>Year</th><th>Trains</th></tr><tr><td>2020</td><td>5</td></tr></table>
      <figure><img src="snow.jpg" alt="IMG 12"><figcaption>The line in <em>winter</em>.</figcaption>
      </figure><p>They call <code>stop()</code> when there is too much of it on the tracks.</p>
      <img src="pixel.gif" width="1" height="1" alt="counter"><img src="x.png">
      </article></body></html>"""
    assert extract(html.encode(), "https://example.org/a/b").markdown.split("\n\n") == [
        "There was a **long** way to [the other side](https://cdn.example.org/deep/other.html).",
        "Nobody knew it better than *the guards* of the line, who had walked it for twenty years.",
        "## What they saw",
        "> Snow, and more snow, said one of them.",
        "1. The first winter was mild\n   - and short\n2. the second was not.",
        "| Year | Trains |\n| --- | --- |\n| 2020 | 5 |",
        "![The line in winter.](https://cdn.example.org/deep/snow.jpg)",
        "They call `stop()` when there is too much of it on the tracks.",
    ]


def _told(count: int) -> str:
    return paragraphs(tuple(sentences(2) for _ in range(count)))


def _page_with(inside: str, after: int = 1) -> str:
    html = f"<article><h1>Releases</h1>{_told(4)}{inside}{_told(after)}</article>"
    return extract(html.encode(), "https://example.org/a/").markdown


def test_a_table_of_releases_keeps_its_rows_and_links() -> None:
    rows = "".join(
        f"<tr><td>May {day}</td><td><a href='r/{day}'>Release <b>{day}</b>, and what is new in it"
        f"</a></td><td><a href='/get/{day}'>Download the source</a></td></tr>"
        for day in range(1, 31)
    )
    found = _page_with(f"<table><tr><th>Day<th>Release<th>Source</tr>{rows}</table>")
    assert (
        "| May 7 | [Release **7**, and what is new in it](https://example.org/a/r/7) "
        "| [Download the source](https://example.org/get/7) |"
    ) in found
    assert found.count("\n| May") == 30


def test_a_table_of_links_alone_is_a_menu() -> None:
    cell = "<td><a href='/x'>Another page of this site, which is a large one</a></td>"
    assert "Another page" not in _page_with(f"<table>{f'<tr>{cell * 3}</tr>' * 20}</table>")


def _links(*items: str) -> str:
    return f"<ul>{''.join(f'<li>{each}</li>' for each in items)}</ul>"


_HEADLINES = [f"<a href='/{n}'>The {n}. release and its long story</a>" for n in range(2, 9)]
_ELSEWHERE = [each.replace("'/", "'https://example.net/") for each in _HEADLINES]
_SHARE = "<a href='https://example.net/share?u=https://example.org/a/'>Tell all of your friends</a>"


@pytest.mark.parametrize(
    "inside",
    [
        "<h2>Further reading</h2>" + _links(*(f"{each} – Ada" for each in _HEADLINES)),
        "<h2>Sources</h2>" + _links(*_ELSEWHERE),
        "</section><section><h2>Sources</h2>" + _links(*_ELSEWHERE),
        "<p>It came out on these days:</p>" + _links(*_HEADLINES),
        "<p>这个程序在这些日子里发布了：</p>" + _links(*_HEADLINES),
        _links(f"New in the summer{_links(*_HEADLINES)}"),
    ],
    ids=["words", "other sites", "in a section", "announced", "announced in Chinese", "nested"],
)
def test_a_list_of_links_that_belongs_to_the_text_is_kept(inside: str) -> None:
    found = _page_with(inside, after=0)
    assert "[The 2. release and its long story](https://example." in found
    assert found.count("](") == 7


@pytest.mark.parametrize(
    "inside",
    [
        "<h2>Related stories</h2>" + _links(*_HEADLINES),
        "<p><b>Read more about this program:</b></p>" + _links(*_HEADLINES),
        "<h2>Latest</h2>" + _links(*(f"{each} <time>5 May</time>" for each in _HEADLINES)),
        _links("<a href='https://example.net/us'>Network A</a>", _SHARE, _SHARE),
        _links(*(f"<a href='https://example.net/{n}'>Page {n}</a>" for n in range(9))),
    ],
    ids=["this site", "a box", "only dates beside them", "share", "short names"],
)
def test_a_list_of_links_within_a_text_may_be_a_menu(inside: str) -> None:
    found = _page_with(inside)
    assert found.count(" tells.") == 10
    assert "](" not in found


def test_a_page_written_by_hand_keeps_its_headings_lists_and_links() -> None:
    home = "<hr><ul><li><a href='/'>Home</a></ul>"
    inside = "<h2>How</h2><ol><li>First <a href='b'>this</a><li>Second</ol><pre>a = 1\n  b\n</pre>"
    html = f"<title>Trains</title><body><h1>Trains</h1>{_told(2)}{inside}{_told(2)}{home}"
    found = extract(html.encode(), "https://example.org/a").markdown
    assert (
        "## How\n\n1. First [this](https://example.org/b)\n2. Second\n\n```\na = 1\n  b\n" in found
    )
    assert "Home" not in found


def test_what_a_page_hides_is_not_in_its_text() -> None:
    found = _page_with("<p hidden>Buy our pills, and you will be as happy as we are now.</p>")
    assert " tells." in found
    assert "pills" not in found


def test_a_page_that_is_only_a_piece_of_html_is_read() -> None:
    text = "".join(
        f"<p>In the year {year}, the night trains came back to the line.</p>" for year in range(9)
    )
    assert "In the year 7" in extract(f"<div>{text}</div>".encode(), "https://e.org/").markdown
    moved = b'<meta http-equiv="refresh" content="0; url=/b">'
    assert extract(moved, "https://e.org/a").leads_to == "https://e.org/b"
