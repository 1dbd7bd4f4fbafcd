"""Looks at the top folder of a library for how its files are to be read."""

import os
from pathlib import Path

from broadsheet.articles.folder_traits import PLAIN_FOLDER, FolderTraits, traits_of
from broadsheet.config.settings import FolderRules


def traits_at(root: Path, rules: FolderRules) -> FolderTraits:
    """Return what the names in the folder `root` say about its files.

    Where the settings name the files to be read, with `only`, no note is left out. Nor is a file
    that was opened by itself.
    """
    try:
        traits = traits_of(os.listdir(root))  # noqa: PTH208 - a Path per name takes longer
    except OSError:  # a file, or a folder that cannot be listed, which the walk tells about
        return PLAIN_FOLDER
    return traits._replace(is_vault=False, takes_notes=True) if rules.only else traits


def is_vault(folder: str) -> bool:
    """Tell whether a folder inside a library, a path with a slash, is a vault of its own.

    A folder there may be called `logseq` because its articles are about it.
    """
    # A Path would lose a trailing dot.
    return os.path.isdir(f"{folder}.obsidian") or os.path.isfile(f"{folder}logseq/config.edn")  # noqa: PTH112, PTH113


class Vaults:
    """Tells of each file of a library whether it is in a vault; asks about each folder once."""

    def __init__(self, base: Path, traits: FolderTraits) -> None:
        self._base = base
        self._traits = {"": traits}

    def traits_of(self, path: str) -> FolderTraits:
        """Return the traits for the file or folder at `path`, relative to the library."""
        folder = path[: path.rfind("/") + 1]
        known = self._traits.get(folder)
        if known is None:
            known = self.traits_of(folder[:-1])
            if not known.is_vault and is_vault(f"{self._base}/{folder}"):
                known = known.in_vault()
            self._traits[folder] = known
        return known
