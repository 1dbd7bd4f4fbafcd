"""What the folder says about the files in it, as far as that changes how one is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FolderTraits:
    """How the files of a library are to be read; as it comes, a plain folder.

    `is_vault`: it holds notes, and one without link, date and source is not an article.
    `is_jekyll`: tags that are one text are parted by spaces. `has_headings_only`: most of its texts
    have no front matter but a first heading, which then makes an article.
    """

    is_vault: bool = False
    is_jekyll: bool = False
    has_headings_only: bool = False


PLAIN_FOLDER = FolderTraits()

_VAULTS = frozenset((".obsidian", "logseq"))
_OF_JEKYLL = frozenset(("_posts", "_config.yml", "_drafts"))


def traits_of(folder_names: Iterable[str], kinds: Mapping[str, int] | None = None) -> FolderTraits:
    """Derive the traits of a library from the names in its top folder.

    `kinds` counts its text files by what they begin with: `heading` for a first heading and no
    front matter, any other name for the rest.
    """
    names = frozenset(folder_names)
    counts = kinds or {}
    headings = counts.get("heading", 0)
    return FolderTraits(
        is_vault=not _VAULTS.isdisjoint(names),
        is_jekyll=not _OF_JEKYLL.isdisjoint(names),
        has_headings_only=2 * headings > sum(counts.values()),
    )
