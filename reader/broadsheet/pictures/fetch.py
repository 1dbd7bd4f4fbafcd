"""Fetches the picture of an article and has it drawn: one address after the other."""

from collections.abc import Collection, Sequence
from typing import Self

from broadsheet.links import Refusal, check_url
from broadsheet.log import note_error
from broadsheet.pictures.store import LARGEST_PICTURE, PictureStore
from broadsheet.pictures.wanted import Box, Drawn
from broadsheet.pictures.worker import LONGEST_DRAWING, Drawers, DrawingError
from broadsheet.text.door import clean_line
from broadsheet.web.client import Client, FetchError
from broadsheet.web.politeness import HostBusyError, Hosts

LONGEST_FETCH = 15.0
"""Seconds for one picture, redirects included."""

_ACCEPTED = {"Accept": "image/webp,image/png,image/jpeg,image/gif"}


class _NoPictureError(Exception):
    pass


class PictureFetcher:
    """Fetches and draws pictures, politely; may be used by many threads."""

    def __init__(
        self,
        store: PictureStore,
        private_hosts: Collection[str] = (),
        hosts: Hosts | None = None,
        drawers: int = 0,
        seconds: float = LONGEST_FETCH,
    ) -> None:
        self._store = store
        self._client = Client(private_hosts, hosts, seconds, LARGEST_PICTURE)
        self._drawers = Drawers(drawers, LONGEST_DRAWING)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._drawers.close()
        self._client.close()

    def draw(self, addresses: Sequence[str], box: Box) -> Drawn | str:
        """Return the first picture that can be drawn, or a sentence that says why none can."""
        reason = ""
        for address in addresses:
            try:
                return self._draw(address, box)
            except _NoPictureError as error:
                reason = reason or f"No picture: {_shown(address)}: {error}."
            except Exception as error:  # noqa: BLE001 - one picture must not end the others' fetching
                reason = reason or f"No picture: {note_error(error)}"
        return clean_line(reason)

    def _draw(self, address: str, box: Box) -> Drawn:
        judged = check_url(address)
        if isinstance(judged, Refusal):
            raise _NoPictureError(f"the address is not opened: {judged.reason}")
        kept = self._store.get(judged.url)
        data = self._fetch(judged.url) if kept is None else kept
        try:
            drawn = self._drawers.draw(data, box)
        except DrawingError as error:
            self._store.forget(judged.url)
            raise _NoPictureError(str(error)) from error
        if kept is None:
            self._store.keep(judged.url, data)
        return drawn

    def _fetch(self, url: str) -> bytes:
        try:
            response = self._client.get(url, _ACCEPTED)
        except HostBusyError as error:
            raise _NoPictureError("its host asked for a pause") from error
        except FetchError as error:
            raise _NoPictureError(str(error)) from error
        self._client.heed(response)
        if response.status != 200:
            raise _NoPictureError(f"the server answered {response.status}")
        return response.body


def _shown(address: str) -> str:
    judged = check_url(address)
    if isinstance(judged, Refusal):
        return clean_line(address)
    return judged.shown_host
