import re

from broadsheet.text.patterns import compiled_later


def test_a_pattern_compiled_later_finds_what_a_compiled_one_finds() -> None:
    source, text = r"(?P<word>[a-z]+)\d", "ab1 C2 de3"
    for flags in (0, re.IGNORECASE):
        now, later = re.compile(source, flags), compiled_later(source, flags)
        for _ in range(2):  # the second time, nothing is left to compile
            assert later.findall(text) == now.findall(text)
            assert later.sub("x", text) == now.sub("x", text)
        assert later.pattern == source
