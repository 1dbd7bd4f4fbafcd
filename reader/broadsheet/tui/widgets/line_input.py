"""An input line that holds only text that is safe to show, even if something else is pasted."""

from textual.widgets import Input

from broadsheet.text.door import clean_typed


class LineInput(Input):
    """An input of one clean line, cut after `longest` characters."""

    def __init__(
        self,
        value: str = "",
        *,
        longest: int,
        placeholder: str = "",
        id: str,  # noqa: A002
    ) -> None:
        self._longest = longest
        super().__init__(value, placeholder, select_on_focus=False, compact=True, id=id)

    def validate_value(self, value: str) -> str:
        """Clean the value as text from a file is cleaned."""
        return clean_typed(value, self._longest)
