"""Makes rules from an article: mutes and boosts."""

from textual.screen import Screen

from broadsheet.library.index.index import Index
from broadsheet.tui import clock, sentences
from broadsheet.tui.actions.marking import Marking
from broadsheet.tui.screens.rules import Choice, RulesScreen, choices_for, removals


class Muting:
    """Asks which rule to make, and makes it; `u` undoes that."""

    def __init__(self, screen: Screen[None], marking: Marking) -> None:
        self._screen = screen
        self._marking = marking

    def ask(self, index: Index, article_id: int | None) -> None:
        """Offer the rules that can be made from an article, and to remove those that there are.

        A list that rules left empty has no article.
        """
        today = clock.now().astimezone().date()
        hits = index.rules.hits(article_id)
        row = None if article_id is None else index.rows([article_id]).get(article_id)
        if row is None:
            choices = removals(hits, today)
        else:
            topics, words = index.topics_of(row.id), index.stories.telling_words(row.title)
            choices = choices_for(row, topics, words, hits, today)
        if choices:
            self._screen.app.push_screen(RulesScreen(choices, self._make))
        else:
            sentence = sentences.NO_ARTICLE if row is None else sentences.NO_RULES
            self._screen.notify(sentence, markup=False, timeout=4)

    def _make(self, choice: Choice) -> None:
        if choice.is_removal:
            sentence = sentences.undone_by(f"{choice.action}: {choice.rule.query}.")
            self._marking.remove_rule(choice.rule, sentence)
            return
        sentence = sentences.undone_by(f"{choice.action}: {choice.to}.")
        self._marking.add_rule(choice.rule, sentence)
