"""The commands of the dialogue: what is typed for each, and which one a line means."""

from broadsheet.records import record
from broadsheet.text.door import clean_typed

_LONGEST = 1_000
"""Characters of a line that are read."""

_MOST_DIGITS = 9

_SEARCHES = ("/", "#")
"""Commands that any text may follow."""

_NUMBERED = ("o", "r", "t", "v")
"""Commands that a number may follow."""

_WORDS = {
    "back": "a",
    "list": "a",
    "next": "j",
    "previous": "k",
    "text": "f",
    "help": "?",
    "open": "o",
    "links": "l",
    "related": "r",
    "star": "s",
    "later": "b",
    "mark": "m",
    "views": "v",
    "view": "v",
    "undo": "u",
    "exit": "q",
    "quit": "q",
    "search": "/",
    "find": "#",
    "sources": "t",
    "source": "t",
    "story": "t",
    "read": "",
}
"""What to type for words that people try."""

_FRONT = ("front", "/front:today")
"""A word that is a search."""

HELP = """\
A number reads the article with that number. Then:
  o  open its page        o 2  open link 2      l  list its links
  s  star or unstar       b    keep for later   m  mark as read or unread
  r  list related items   r 2  go to related item 2
  t  list who else tells its story                t 2  read the second of them
  f  read its full text, if it was fetched
  #  find words in what was read: #chips
Enter or n lists the next articles, p the ones before, and a the same ones again.
j reads the next article of the list, and k the one before.
/ searches: /chips, /topic:AI is:unread. / alone lists all articles.
front lists the front page, and why each story is on it.
/sort:-heat lists the hottest first. Also: -quality, -date, title, provider.
v lists the saved views, v 2 shows the second.   R looks at the folder again.
u undoes the last mark.   ? shows this help.   q quits.
"""


@record
class Command:
    """What was typed: the letter or sign of a command, and what follows it.

    `number` is what follows, if the command takes a number.
    """

    typed: str
    name: str
    rest: str

    @classmethod
    def of(cls, line: str) -> "Command":
        """Return what a line means; a word that people try stands for its letter or sign."""
        typed = clean_typed(line, _LONGEST).strip()
        if typed.casefold() == _FRONT[0]:
            typed = _FRONT[1]
        if typed.startswith(_SEARCHES):
            return cls(typed, typed[0], typed[1:].strip())
        word, _, rest = typed.partition(" ")
        sign = _WORDS.get(word.casefold(), word)
        if word and not sign:
            sign, _, rest = rest.strip().partition(" ")
        return cls(typed, sign, rest.strip())

    @property
    def number(self) -> int | None:
        """The number that follows the command, if it takes one."""
        return _number(self.rest) if self.name in _NUMBERED else None

    @property
    def article(self) -> int | None:
        """The number of the article that is to be read, if the command is one."""
        return _number(self.name)


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None
