"""Which names are one provider: GameRant, Game Rant, GameRant on MSN, gamerant.com."""

import re
from collections.abc import Mapping

from broadsheet.text.folding import fold
from broadsheet.text.patterns import compiled_later

_ENDING = compiled_later(r"(?:\.(?:co|com|org|net|gov|ac))?\.[a-z]{2,}$")
_ON_ANOTHER = compiled_later(r"(.+?)\s+(?:on|via)\s+(\S+)$", re.IGNORECASE)
_PORTALS = frozenset(("msn", "yahoo", "flipboard", "googlenews"))
"""Sites that show the articles of others under names such as `GameRant on MSN`."""

_OF_ANY_SITE = frozenset(("", "news", "net", "online", "media", "tv", "web", "mag", "app", "hq"))
"""What a site adds to a name without becoming another one."""


def source_of(name: str, domain: str, aliases: Mapping[str, str] | None = None) -> str:
    """Return what all spellings of a provider have in common; empty for no provider.

    Capitals, spaces, `The` and the ending of a domain do not count. What is shown `on` another
    site is the first one's, if that site is the domain or a known portal. If a domain goes on
    after the name with more than `news` and the like, it tells the name from others that are the
    same. `aliases` lead from such a key to another, or to itself.

    >>> source_of("Game Rant", "gamerant.com"), source_of("GameRant on MSN.com", "msn.com")
    ('gamerant', 'gamerant')
    """
    if shown_on := _ON_ANOTHER.match(name):
        site = _squeezed(shown_on[2])
        if site in _PORTALS or site == _squeezed(domain):
            name = shown_on[1]
    key, site = _squeezed(name), _squeezed(domain)
    if aliases and key in aliases:
        return aliases[key]
    if not key or _goes_on(_without_ending(domain), key):
        key = site  # "tech" of techstory.in is not Tech.co
    return aliases.get(key, key) if aliases else key


def alias_keys(names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the `aliases` for `source_of`: by name of a provider, the names that are also its."""
    keys = {_squeezed(name): _squeezed(name) for name in names}
    return keys | {_squeezed(one): keys[_squeezed(name)] for name in names for one in names[name]}


def _goes_on(site: str, key: str) -> bool:
    """Tell whether a site, and not one below it, has the name of `key` with more to it."""
    return site.startswith(key) and "." not in site and site[len(key) :] not in _OF_ANY_SITE


def _squeezed(name: str) -> str:
    return fold(_without_ending(name)).replace(" ", "")


def _without_ending(name: str) -> str:
    lower = name.strip().lower().removeprefix("www.").removeprefix("the ")
    return lower if " " in lower else _ENDING.sub("", lower)
