"""The search bar: what is looked for, coloured as it is understood, completed as it is typed."""

from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.timer import Timer
from textual.widgets import Input, Static

from broadsheet.library.query.completion import Choice, Completion, complete
from broadsheet.library.query.names import Names
from broadsheet.tui import keys
from broadsheet.tui.actions.search_history import SearchHistory
from broadsheet.tui.keys import key_name, key_of
from broadsheet.tui.messages import ViewSaveAsked
from broadsheet.tui.widgets.query_input import QueryInput
from broadsheet.tui.widgets.search_choices import ChoiceList

_HINT = (
    f" {key_of('complete')} completes · {key_of('previous_choice')} earlier searches · "
    f"{key_name('enter')}: articles · {key_of('save_view')} saves a view"
)

_REPLACES = (
    f" What you type replaces these words · {key_name('right')} adds to them · "
    f"{key_name('escape')} clears"
)

_COMPLETE_AFTER = 0.04
"""Seconds from a letter to what can follow it: the articles that it finds are drawn first."""


class Follower(Protocol):
    """Does what the search bar asks for, at once: the next key may be on its way."""

    def follow(self, text: str) -> None:
        """Show what a text finds."""

    def take_offer(self) -> bool:
        """Take the focus, and show what the list offers, if it is empty and offers anything."""

    def leave(self) -> None:
        """Take the focus; the text is kept."""

    def clear(self) -> object:
        """Take the focus, and show everything."""


class SearchBar(Vertical):
    """A line to type in, a line that says what was not understood, and what can follow.

    The `follower` does what it asks for.
    """

    follower: Follower

    BINDINGS: ClassVar[list[BindingType]] = [*keys.SEARCHING]

    input = query_one("#search-input", QueryInput)
    note = query_one("#search-note", Static)
    choices = query_one("#choices", ChoiceList)

    def __init__(self) -> None:
        super().__init__(id="search")
        self._completion = Completion(0, 0)
        self._history = SearchHistory()
        self._searched = ""
        self._completing: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay the lines out; the choices lie over what is below."""
        yield QueryInput(self._act, self._follow_keys)
        yield Static(id="search-note")
        yield ChoiceList()

    def enter(self) -> None:
        """Show the bar and give it the focus at once: the next key may be here already."""
        self.display = True
        self._history.read_ahead()
        self.screen.set_focus(self.input)
        self._expect_more()

    def _expect_more(self) -> None:
        """Let words be replaced by what is typed next, and anything else be added to."""
        query = self.input.understood()
        if not self.value:
            return
        if query.sort or query.without_words().terms:
            self.set_text(f"{self.value.rstrip()} ")
        else:
            self.input.select_all()
            self.note.update(Content.styled(_REPLACES, "$foreground 65%"), layout=False)

    def on_unmount(self) -> None:
        """Let the last search reach its file."""
        self._history.close()

    def on_descendant_focus(self) -> None:
        """Say what was understood while something is typed."""
        self.note.display = True

    def on_descendant_blur(self) -> None:
        """Leave the line with the text, and what to write instead of any of it."""
        self._stop_completing()
        self._say()
        self.note.display = any(note.instead for note in self.input.understood().notes)

    @property
    def value(self) -> str:
        """What is typed."""
        return self.input.value

    def set_text(self, text: str) -> None:
        """Put a text in without searching for it."""
        with self.prevent(Input.Changed):
            self.input.value = text
        self._searched = text
        self._stop_completing()
        self.input.cursor_position = len(text)
        self._offer(Completion(0, 0))
        self._say()

    def know(self, names: Names) -> None:
        """Complete from these names, and warn about names that are not among them."""
        self.input.names = names
        self._say()

    @on(Input.Changed)
    def _edited(self, event: Input.Changed) -> None:
        event.stop()
        self._catch_up()

    def _act(self, action: str) -> None:
        self._catch_up()
        self._complete()
        getattr(self, f"action_{action}")()
        self._catch_up()

    def _follow_keys(self) -> None:
        """Search now, so that letter and articles are one frame; once for all keys that wait."""
        if self.app.message_queue_size:
            self.call_later(self._catch_up)
        else:
            self._catch_up()

    def _catch_up(self) -> None:
        """Search for what is typed; what can follow it is offered once the articles are there."""
        if self.value != self._searched:
            self._search()
            self._stop_completing()
            self._completing = self.set_timer(_COMPLETE_AFTER, self._complete)

    def _stop_completing(self) -> None:
        if self._completing is not None:
            self._completing.stop()
            self._completing = None

    def _complete(self) -> None:
        """Offer what can follow, and say what was not understood, unless that was done."""
        if self._completing is not None:
            self._stop_completing()
            self._offer(complete(self.value, self.input.cursor_position, self.input.names))
            self._say()

    def _search(self) -> None:
        self._searched = self.value
        self.follower.follow(self.value)

    def _offer(self, completion: Completion) -> None:
        self._completion = completion
        self.choices.offer(completion.choices)

    def _say(self) -> None:
        # What is still being typed, and can be completed, is no mistake yet.
        typing = self._completion.end if self._completion.choices else -1
        notes = [note for note in self.input.understood().notes if note.end != typing]
        if notes:
            self.note.update(Content.styled(f" {notes[0].sentence}", "$text-warning"), layout=False)
        else:
            self.note.update(Content.styled(_HINT, "$foreground 65%"), layout=False)

    def _take(self, choice: Choice) -> None:
        text = self._completion.apply(self.value, choice)
        end = self._completion.start + len(choice.text)
        if end == len(text) and not choice.text.endswith(":"):  # what comes next is another term
            text += " "
            end += 1
        self.input.value = text
        self.input.cursor_position = end

    def action_submit(self) -> None:
        """Take the choice that was moved to, else what an empty list offers, else leave."""
        chosen = self.choices.chosen
        if chosen is not None:
            self._take(chosen)
            return
        self._give_back()
        if not self.follower.take_offer():
            self.follower.leave()

    def action_leave(self) -> None:
        """Give the focus to the articles, the text kept."""
        self._give_back()
        self.follower.leave()

    def action_clear_search(self) -> None:
        """Clear the text and give the focus back."""
        self._give_back()
        self.follower.clear()

    def _give_back(self) -> None:
        query = self.input.understood()
        # Some terms may be there twice: typed or pasted behind the query that was there.
        text = str(query) if query.has_doubles else self.value.rstrip()
        if text != self.value:
            self.set_text(text)
        self._history.add(self.value)
        self._offer(Completion(0, 0))

    def action_complete(self) -> None:
        """Take what was moved to, else the first of what can follow; leave where nothing can.

        A term that is typed whole is left for the next one, as one that was completed is.
        """
        choice = self.choices.chosen or next(iter(self._completion.choices), None)
        if choice is not None:
            self._take(choice)
        elif self._ends_in_field():
            self.input.value += " "
            self.input.cursor_position = len(self.value)
        else:
            self.action_leave()

    def _ends_in_field(self) -> bool:
        """Tell whether the cursor is right behind a field and its value."""
        end = len(self.value)
        fields = [part for part in self.input.understood().parts if part.kind == "field"]
        return self.input.cursor_position == end and any(part.end == end for part in fields)

    def action_next_choice(self) -> None:
        """Go down in what can follow, or in earlier searches; leave where there is neither."""
        if self.choices.move(1):
            return
        later = self._history.later()
        if later is None:
            self.action_leave()
        else:
            self._recall(later)

    def action_previous_choice(self) -> None:
        """Go up in what can follow, or to what was looked for before."""
        if not self.choices.move(-1):
            earlier = self._history.earlier(self.value)
            if earlier is not None:
                self._recall(earlier)

    def _recall(self, text: str) -> None:
        self.set_text(text)
        self._search()

    def action_save_view(self) -> None:
        """Keep what is looked for as a view."""
        self.post_message(ViewSaveAsked(self.value))
