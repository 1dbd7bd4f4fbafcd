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
    return traits._replace(is_vault=False) if rules.only else traits
