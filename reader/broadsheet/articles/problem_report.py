"""Where the reading of one file notes what it could not understand."""

from broadsheet.articles.model import Problem
from broadsheet.text.door import clean_line

MAX_PROBLEMS = 50
MAX_REASON = 300  # characters


class ProblemReport:
    """The problems of one file.

    A file made to be hostile could hold a problem in each of its lines: after `MAX_PROBLEMS` they
    are only counted.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._problems: list[Problem] = []
        self._untold = 0

    def add(self, reason: str, line: int | None = None, field: str = "") -> None:
        """Note a problem; `reason` and `field` may quote the file, they are cleaned here."""
        if len(self._problems) == MAX_PROBLEMS:
            self._untold += 1
            return
        reason, field = clean_line(reason, MAX_REASON), clean_line(field, MAX_REASON)
        self._problems.append(Problem(self._path, reason, line, field))

    def problems(self) -> tuple[Problem, ...]:
        """Everything noted so far, from the top of the file to its end."""
        problems = sorted(self._problems, key=lambda problem: problem.line or 0)
        if self._untold:
            problems.append(Problem(self._path, f"and {self._untold:,} more problems"))
        return tuple(problems)
