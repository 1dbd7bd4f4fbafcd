"""An input line that holds only text that is safe to show, even if something else is pasted."""

from textual import events
from textual.actions import SkipAction, parse
from textual.widgets import Input

from broadsheet.text.door import clean_typed


class LineInput(Input):
    """An input of one clean line, cut after `longest` characters.

    It takes each key before the app looks at the next one: on Textual's way from the input to the
    app and back, an editing key would be overtaken by letters typed behind it.
    """

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

    def _forward_event(self, event: events.Event) -> None:
        """Take what is typed or pasted at once; let Textual deliver everything else."""
        if isinstance(event, events.Key):
            if self.take_key(event):
                return
        elif isinstance(event, events.Paste):
            self._on_paste(event)
            self.after_typing()
            return
        super()._forward_event(event)

    def take_key(self, event: events.Key) -> bool:
        """Act on a key, type it, or edit; return False if the key is for something else."""
        if self.act_on(event.key):
            return True
        is_taken = self._type(event)
        if is_taken:
            self.after_typing()
        return is_taken

    def act_on(self, key: str) -> bool:
        """Act on a key that has a meaning of its own in this line; return False for others."""
        return False

    def after_typing(self) -> None:
        """Do what is to be done after a key that was typed, or edited the line."""

    def _type(self, event: events.Key) -> bool:
        if event.is_printable and event.character is not None:
            self._restart_blink()
            self.replace(event.character, *self.selection)
            return True
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            _, name, parameters = parse(binding.action)
            if name == "submit":  # what is typed behind it does not count
                self.post_message(self.Submitted(self, self.value))
            else:
                try:
                    getattr(self, f"action_{name}")(*parameters)
                except SkipAction:  # what every widget binds to scroll, and an input cannot do
                    return False
            return True
        return False
