"""The settings for the folder of a library, and where its symbolic links may lead."""

import os
from pathlib import Path

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import FolderRules

NO_RULES = FolderRules()


def rules_for(root: Path) -> FolderRules:
    """Return the rules in the settings for the library at `root`."""
    settings, _ = read_settings()
    library = settings.library
    if library is None or os.path.realpath(library) == os.path.realpath(root):
        return settings.folder_rules
    return FolderRules()


class Links:
    """Tells where the symbolic links of a library lead."""

    def __init__(self, root: Path, rules: FolderRules) -> None:
        self._root = os.path.realpath(root)
        self._follows_out = rules.follow_links_out

    def fault(self, location: str) -> str:
        """Return why the link at `location` is not followed; empty if it is."""
        target = os.path.realpath(location)
        if _is_below(self._root, target):
            return ""
        if _is_below(target, self._root):
            return "this link leads to a folder that contains the library: it is not followed"
        if self._follows_out:
            return ""
        return (
            "this link leads out of the library: it is not followed "
            "(the setting follow_links_out allows it)"
        )


def _is_below(folder: str, path: str) -> bool:
    """Whether `path` is `folder` or something in it; both are real."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")
