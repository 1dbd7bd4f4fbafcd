"""A line to type in: whatever is typed or pasted, it holds only what may be shown."""

from textual.widgets import Input

from broadsheet.text.door import clean_typed


class LineInput(Input):
    """An input of one clean line with at most `longest` characters; what is beyond is cut off."""

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
        """Let the value pass the door for text."""
        return clean_typed(value, self._longest)
