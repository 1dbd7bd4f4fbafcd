"""A place on the front page, and in words what its score is made of."""

from broadsheet.library.stories.scores import HALF_LIFE, LESSON, SOURCE, front_score, worth
from broadsheet.records import record
from broadsheet.text.counting import counted

_EXACT, _SEEN = 10, 0.001
"""Scores below the first are shown with a decimal, and below the second as 0."""

_LEAST = 1
"""A story that is worth less is no news any more, however much a rule raises it."""

_MINUTE = 60
_DAY = 24 * 60 * _MINUTE
_LONG = 10
"""An age of this many days is shown in days."""


@record
class Place:
    """A story on the front page: its lead, and what its score is made of.

    `age` is that of the first article of its last source, in seconds, to the minute as shown.
    """

    id: int
    quality: int
    is_computed: bool
    """Whether the quality is ours, because the file has none."""

    sources: int
    age: int
    source: int
    is_lesson: bool = False
    """Whether it is a lesson or tip, which counts for less than news."""

    boost: int = 0
    """What rules in the settings add."""

    parts: int = 1
    """Of a series that a provider published on one day: the page has only its first part."""

    behind: int = 0
    """How many of its provider come first, if it stands after others for that reason."""

    @property
    def score(self) -> float:
        """The value that decides about its place."""
        return self._faded + self.boost

    @property
    def _faded(self) -> float:
        return front_score(
            worth(self.quality, self.sources, is_lesson=self.is_lesson),
            self.age,
        )

    @property
    def is_news(self) -> bool:
        """Whether there is a reason to show it besides free room."""
        return self._faded >= _LEAST

    def reason(self, *, is_lead: bool = True) -> str:
        """Return how the score comes about, in one line, for its lead or another article."""
        if not self.is_news and not self.boost:
            made = f"less than 1 point after {_duration(self.age)}"
            return f"{made}; shown because little is newer"
        made = f"quality {'≈' if self.is_computed else ''}{self.quality}"
        if not is_lead:
            made += " of its lead"
        if more := self.sources - 1:
            made += f" + {more * SOURCE} for {counted(more, 'more source', 'more sources')}"
        if self.is_lesson:
            made += f" ÷ {LESSON}"
        if self.age:
            made += f", halved every {HALF_LIFE // 3600} hours for {_duration(self.age)}"
        if self.boost:
            made += f"; your rules {'add' if self.boost > 0 else 'take off'} {abs(self.boost)}"
        return "; ".join((f"{self._score} points: {made}", *self._notes()))

    def formula(self) -> str:
        """Return how the score is computed: `200 = (94 + 6 sources × 20) × ½^(2 h / 24 h)`."""
        value = f"{'≈' if self.is_computed else ''}{self.quality}"
        if more := self.sources - 1:
            value = f"({value} + {counted(more, 'source', 'sources')} × {SOURCE})"
        lesson = f" ÷ {LESSON}" if self.is_lesson else ""
        half = f"½^({_duration(self.age)} / {HALF_LIFE // 3600} h)"
        boost = f" {'+' if self.boost > 0 else '−'} {abs(self.boost)}" if self.boost else ""
        return f"{self._score} = {value}{lesson} × {half}{boost}"

    @property
    def _score(self) -> str:
        score = self.score
        if abs(score) < 1:
            return f"{score:.1g}" if abs(score) >= _SEEN else "0"
        return f"{score:.{0 if score >= _EXACT else 1}f}"

    def _notes(self) -> list[str]:
        """Return what the score does not say about the place."""
        notes = ["a video, lesson or tip, so below the news"] if self.is_lesson else []
        if self.parts > 1:
            notes.append(f"the first of {self.parts} parts")
        if self.behind:
            notes.append(f"moved down: {self.behind} stories above it have the same provider")
        if not self.is_news:
            notes.append("shown because little is newer")
        return notes


def _duration(seconds: int) -> str:
    """Return a time to the minute: the score can be computed again from what is shown.

    That of a story so old that it has days is as good as nothing.
    """
    if seconds >= _LONG * _DAY:
        return f"{seconds // _DAY} days"
    hours, minutes = divmod(seconds // _MINUTE, 60)
    parts = (f"{hours} h" if hours or not minutes else "", f"{minutes} min" if minutes else "")
    return " ".join(filter(None, parts))
