"""The completions of the search bar: a short list below it, on top of the panes."""

from broadsheet.library.query.completion import Choice
from broadsheet.tui.cells import fit
from broadsheet.tui.widgets.line_list import LineList, Piece

_MOST_LINES, _MOST_FOR_WORD = 8, 2
_LABEL_CELLS = 28


class ChoiceList(LineList, can_focus=False):
    """The completions; none is chosen until the person moves into the list."""

    def __init__(self) -> None:
        super().__init__(id="choices")
        self._choices: tuple[Choice, ...] = ()
        self._count_cells = 0
        self._is_entered = False
        self.display = False

    @property
    def count(self) -> int:
        """The number of choices."""
        return len(self._choices)

    @property
    def chosen(self) -> Choice | None:
        """The choice that the person moved to."""
        return self._choices[self.cursor] if self._is_entered and self._choices else None

    def offer(self, choices: tuple[Choice, ...]) -> None:
        """Show `choices`; hide the list if there are none."""
        self._choices = choices
        counts = (one.count for one in choices if one.count is not None)
        self._count_cells = max((len(f"{count:,}") for count in counts), default=0)
        self._is_entered = False
        self.display = bool(choices)
        # A word is most likely one of a headline, and what it finds is below the list.
        is_word = all(":" in choice.text for choice in choices)
        self.styles.height = min(_MOST_FOR_WORD if is_word else _MOST_LINES, len(choices))
        self.refilled(0)

    def move(self, step: int) -> bool:
        """Move to the next or the previous choice; return False if there is none."""
        if not self._choices or (step < 0 and not self._is_entered):
            return False
        if not self._is_entered:
            self._is_entered = True
            self.styles.height = min(_MOST_LINES, len(self._choices))
            self.refresh()
        elif step < 0 and self.cursor == 0:
            self._is_entered = False
            self.refresh()
        else:
            self.cursor += step
        return True

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return the name of a choice, its hint, and how many articles have it."""
        choice = self._choices[index]
        count = "" if choice.count is None else f"{choice.count:,}"
        cells = self._count_cells
        note = f"{count:>{cells}}  {choice.hint}" if cells else choice.hint
        is_chosen = self._is_entered and index == self.cursor
        return [
            ("▌" if is_chosen else " ", "line--peak"),
            (fit(choice.label, min(_LABEL_CELLS, width - 2)), "line--strong" if is_chosen else ""),
            ("  ", ""),
            (note, "line--muted"),
        ]
