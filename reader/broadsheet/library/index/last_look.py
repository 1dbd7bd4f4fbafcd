"""What the index notes of the last look at all files."""

import sqlite3

from broadsheet.config.settings import FolderRules
from broadsheet.damage import typed
from broadsheet.library.files.found import Stamp
from broadsheet.library.index.database import noted
from broadsheet.records import record


@record
class LastLook:
    """Tells what was the case at the last look at all files."""

    connection: sqlite3.Connection

    def folders(self) -> dict[str, Stamp]:
        """Return every folder of the library ('' is the library itself) and its stamp.

        Before the first look there are none.
        """
        rows = self.connection.execute("SELECT path, mtime_ns, ctime_ns, inode FROM folders")
        return {path: tuple(stamp) for path, *stamp in typed(rows, str, int, int, int)}

    def knows_rules(self, rules: FolderRules) -> bool:
        """Tell whether these were the `rules` at the last look at all files."""
        return noted(self.connection, "rules") == repr(rules)

    def knows_topics(self, fingerprint: str) -> bool:
        """Tell whether the topics were read from files with this `topics.topics_fingerprint`."""
        return noted(self.connection, "topics") == fingerprint

    def knows_pages(self, generation: int) -> bool:
        """Tell whether this was the `generation` of the fetched texts at the last look."""
        return (noted(self.connection, "pages") or 0) == generation
