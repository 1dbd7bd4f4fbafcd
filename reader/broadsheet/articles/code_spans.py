"""Where code within a paragraph of Markdown ends."""

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property

_BACKTICKS = re.compile("`+")


class CodeSpans:
    """The code of a text: what begins with backticks ends with as many.

    All of them are looked for once: a text may hold a thousand numbers of backticks that end
    nowhere.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> dict[int, list[int]]:
        """Where there are backticks, by their number."""
        starts = defaultdict[int, list[int]](list)
        for found in _BACKTICKS.finditer(self._text):
            starts[len(found[0])].append(found.start())
        return starts

    def end(self, begin: int, opened: int, limit: int) -> int:
        """Return where the code ends that backticks from `begin` to `opened` open.

        That is `opened` if nothing ends it before `limit`.
        """
        number = opened - begin
        starts = self._starts.get(number, [])
        place = bisect_left(starts, opened)
        end = starts[place] + number if place < len(starts) else limit + 1
        return end if end <= limit else opened
