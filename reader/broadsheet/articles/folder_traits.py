"""What the folder says about the files in it, as far as that changes how one is read."""

from collections.abc import Iterable
from typing import NamedTuple, Self


class FolderTraits(NamedTuple):
    """How the files of a library are to be read; without arguments, those of a plain folder.

    `is_vault`: it holds notes, and one without link, date and source is not an article.
    `is_jekyll`: tags in one text are separated by spaces. `has_headings_only`: most of its texts
    have no front matter but a first heading, which then makes an article. `takes_notes`: the
    settings name the files to be read, so that a note is an article in a vault, too.
    `takes_scores`: no article has a quality, so that a score or rating is one.
    """

    is_vault: bool = False
    is_jekyll: bool = False
    has_headings_only: bool = False
    takes_notes: bool = False
    takes_scores: bool = False

    def in_vault(self) -> Self:
        """Return the traits of a folder of the library that is a vault."""
        return self if self.takes_notes else self._replace(is_vault=True, has_headings_only=False)

    def of_folder(self) -> str:
        """Name those traits that do not depend on what is in the files."""
        named = {
            "vault": self.is_vault,
            "jekyll": self.is_jekyll,
            "notes": self.takes_notes,
        }
        return " ".join(name for name, is_so in named.items() if is_so)


PLAIN_FOLDER = FolderTraits()

ANY_ARTICLE = FolderTraits(has_headings_only=True)
"""For a file that is known to be an article."""

A_SCORE = "a score in place of a quality"
"""The reason of an article with a score: whether it counts depends on all others."""

VAULTS = frozenset((".obsidian", "logseq"))
"""Names in the top folder of a library that make it a vault."""

_OF_JEKYLL = frozenset(("_posts", "_config.yml", "_drafts"))


def traits_of(folder_names: Iterable[str]) -> FolderTraits:
    """Derive the traits of a library from the names in its top folder."""
    names = frozenset(folder_names)
    return FolderTraits(
        is_vault=not VAULTS.isdisjoint(names), is_jekyll=not _OF_JEKYLL.isdisjoint(names)
    )
