"""Any sequence of marks, undos, crashes, merges and second readers: a model says the same."""

from collections import defaultdict
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp
from typing import Literal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from broadsheet.marks.model import KINDS, Mark, MarkKind
from broadsheet.marks.store import Marks
from tests.marks.articles import article, mark_of

ARTICLES = 4

Place = Literal["here", "there"]
PLACES: tuple[Place, ...] = ("here", "there")

places = st.sampled_from(PLACES)
kinds = st.sampled_from(KINDS)
numbers = st.lists(st.integers(0, ARTICLES - 1), min_size=1, max_size=ARTICLES, unique=True)


@dataclass
class Cell:
    """One mark of one article, and the number of the step that turned it last."""

    value: bool = False
    at: int = 0
    step: int = 0


@dataclass
class Turned:
    """A step that can be undone: what it turned, and which step had turned that before."""

    number: int
    reader: Marks
    kind: MarkKind
    value: bool
    was: dict[int, int]


@dataclass
class Machine:
    """What should be true of the marks of one place."""

    path: Path
    cells: dict[tuple[int, MarkKind], Cell] = field(default_factory=lambda: defaultdict(Cell))
    steps: list[Turned] = field(default_factory=list)
    readers: list[Marks] = field(default_factory=list)
    opened_at: dict[int, int] = field(default_factory=dict)
    last_step: int = 0

    def open(self) -> None:
        marks = Marks(self.path)
        assert not marks.opening.sentence
        self.readers.append(marks)
        self.opened_at[id(marks)] = self.last_step

    def close(self) -> None:
        for marks in self.readers:
            marks.close()
        self.readers.clear()


def value_of(mark: Mark, kind: MarkKind) -> tuple[bool, int]:
    values = {
        "read": (mark.read, mark.read_at),
        "starred": (mark.starred, mark.starred_at),
        "later": (mark.later, mark.later_at),
    }
    return values[kind]


class MarksComparison(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.machines = {place: Machine(self.folder / place / "marks.sqlite") for place in PLACES}
        for machine in self.machines.values():
            machine.open()

    def teardown(self) -> None:
        for machine in self.machines.values():
            machine.close()
        rmtree(self.folder)

    @rule(place=places, kind=kinds, value=st.booleans(), chosen=numbers, reader=st.integers(0, 2))
    def mark(
        self, place: Place, kind: MarkKind, value: bool, chosen: list[int], reader: int
    ) -> None:
        machine = self.machines[place]
        marks = machine.readers[reader % len(machine.readers)]
        cells = {number: machine.cells[number, kind] for number in chosen}
        turned = {number: cell for number, cell in cells.items() if cell.value != value}
        step = marks.mark(kind, value, [article(number) for number in chosen])
        assert step.count == len(turned)
        if not turned:
            return
        machine.last_step += 1
        was = {number: cell.step for number, cell in turned.items()}
        machine.steps.append(Turned(machine.last_step, marks, kind, value, was))
        for number, cell in turned.items():
            self._turn(marks, number, kind, cell, machine.last_step)

    @rule(place=places, reader=st.integers(0, 2))
    def undo(self, place: Place, reader: int) -> None:
        machine = self.machines[place]
        marks = machine.readers[reader % len(machine.readers)]
        before = machine.opened_at[id(marks)]
        own = [s for s in machine.steps if s.reader is marks or s.number <= before]
        undone = marks.undo()
        if not own:
            assert undone is None
            return
        step = own[-1]
        machine.steps.remove(step)
        cells = {number: machine.cells[number, step.kind] for number in step.was}
        turned = {number: cell for number, cell in cells.items() if cell.step == step.number}
        assert undone is not None
        assert (undone.kind, undone.value) == (step.kind, not step.value)
        assert (undone.count, undone.kept) == (len(turned), len(cells) - len(turned))
        for number, cell in turned.items():
            self._turn(marks, number, step.kind, cell, step.was[number])

    def _turn(self, marks: Marks, number: int, kind: MarkKind, cell: Cell, step: int) -> None:
        _, at = value_of(mark_of(marks, number), kind)
        assert at > cell.at
        cell.value, cell.at, cell.step = not cell.value, at, step

    @rule(source=places)
    def merge(self, source: Place) -> None:
        target = self.machines["here" if source == "there" else "there"]
        text = StringIO()
        self.machines[source].readers[0].export(text)
        changed = set()
        for (number, kind), theirs in self.machines[source].cells.items():
            ours = target.cells[number, kind]
            if (theirs.at, theirs.value) > (ours.at, ours.value):
                ours.value, ours.at, ours.step = theirs.value, theirs.at, 0
                changed.add(number)
        assert target.readers[-1].merge(StringIO(text.getvalue())).changed == len(changed)

    @rule(place=places)
    def open_another_reader(self, place: Place) -> None:
        self.machines[place].open()

    @rule(place=places)
    def crash(self, place: Place) -> None:
        """Go on with the files as they are at this moment, as after a kill."""
        machine = self.machines[place]
        crashed = self.folder / "crashed"
        copytree(machine.path.parent, crashed)
        machine.close()
        rmtree(machine.path.parent)
        crashed.rename(machine.path.parent)
        machine.open()

    @rule(place=places)
    def close_all_and_open(self, place: Place) -> None:
        machine = self.machines[place]
        machine.close()
        machine.open()

    @invariant()
    def every_reader_shows_what_was_done(self) -> None:
        for machine in self.machines.values():
            for marks in machine.readers:
                for number in range(ARTICLES):
                    mark = mark_of(marks, number)
                    for kind in KINDS:
                        cell = machine.cells[number, kind]
                        assert value_of(mark, kind) == (cell.value, cell.at)


TestMarks = MarksComparison.TestCase
TestMarks.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
