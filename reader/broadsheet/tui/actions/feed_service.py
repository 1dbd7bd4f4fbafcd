"""The process that knows feeds, asked by the screens for feeds and when some are due."""

from collections.abc import Mapping
from pathlib import Path

from broadsheet.text.door import clean_line
from broadsheet.tui.actions.service_process import ServiceProcess, Tell, Values


class FeedService(ServiceProcess):
    """Runs `broadsheet.feeds.service` for one library; what goes wrong is an answer, too."""

    def __init__(self, library: Path) -> None:
        super().__init__("broadsheet.feeds.service", str(library))

    async def ask(self, request: Mapping[str, object], tell: Tell = lambda _: None) -> Values:
        """Return the last answer to a request; earlier ones go to `tell`."""
        try:
            said = await super().ask(request, tell)
        except OSError as error:
            return {"error": f"Feeds cannot be fetched: {error.strerror}"}
        return said or {"error": "The process that fetches feeds ended. Try again."}


def trouble(said: Values) -> str:
    """Return what went wrong with a request, in a sentence; empty if nothing did."""
    return clean_line(str(said.get("error") or ""))
