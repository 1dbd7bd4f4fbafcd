import re
from pathlib import Path

import pytest

import broadsheet
from broadsheet.text.patterns import _with_atomic_groups, compiled, compiled_later


def test_a_pattern_compiled_later_finds_what_a_compiled_one_finds() -> None:
    source, text = r"(?P<word>[a-z]+)\d", "ab1 C2 de3"
    for flags in (0, re.IGNORECASE):
        now, later = re.compile(source, flags), compiled_later(source, flags)
        for _ in range(2):  # the second time, nothing is left to compile
            assert later.findall(text) == now.findall(text)
            assert later.sub("x", text) == now.sub("x", text)
        assert later.pattern == source


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"(?:<(?![a-z])[^<]*+)*+", "<p>", ""),
        (r"(?:<(?![a-z])[^<]*+)*+", "< 1<2<p>", "< 1<2"),
        (r"\w++(?:(?<! )#)*+", "course##", "course##"),
        (r"(?:<!--.*?-->\s*+|<b>)*+<p>", "<!-- a --> <b><p>", "<!-- a --> <b><p>"),
        (r"(?:a(?:b|bc)?+;){1,2}+", "ab;a;a;", "ab;a;"),
        (r"(?:ab|a)++b", "ab", None),
    ],
)
def test_what_is_repeated_in_a_group_is_found_in_each_version_of_python(
    pattern: str, text: str, found: str | None
) -> None:
    for one in (compiled(pattern, re.DOTALL), _with_atomic_groups(pattern, re.DOTALL)):
        match = one.match(text)
        assert (match and match[0]) == found


def test_no_pattern_repeats_a_group_in_the_way_that_python_3_11_2_does_not_find() -> None:
    begin, group = "re.compile(", re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+")
    for path in Path(broadsheet.__file__).parent.rglob("*.py"):
        source = path.read_text("utf-8")
        for written in source.split(begin)[1:]:
            end = "\n)" if written.startswith("\n") else "\n"
            assert not group.search(written.partition(end)[0]), f"{path}: use `compiled`"
