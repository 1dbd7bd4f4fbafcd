"""Memory is given back while nobody does anything, once."""

import asyncio
from pathlib import Path

import pytest

from broadsheet.tui import rest
from broadsheet.tui.rest import Rest
from tests.files import write_article
from tests.tui.conftest import OpenReader


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets what is quiet for a moment be at rest."""
    monkeypatch.setattr(rest, "_QUIET", 0.02)


async def test_memory_is_given_back_once_it_is_quiet_and_not_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, looks = 0.0, asyncio.Queue[float]()

    def monotonic() -> float:
        looks.put_nowait(now)
        return now

    monkeypatch.setattr(rest, "monotonic", monotonic)
    given_back = asyncio.Queue[float]()
    resting = Rest(lambda: given_back.put_nowait(now))
    resting.put_off()
    for _ in range(3):  # it is looked at again and again, and no time has passed
        await looks.get()
    assert given_back.empty()
    now = 1.0
    assert await given_back.get() == now
    await asyncio.sleep(3 * rest._QUIET)
    assert given_back.empty()


async def test_a_key_after_a_rest_finds_everything_as_before(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests = 0

    def trim() -> None:
        nonlocal rests
        rests += 1

    monkeypatch.setattr(rest, "trim", trim)
    for title in ("Night trains return", "A heron in the harbour"):
        write_article(news, f"{title}.md", title)
    async with open_reader(news) as reading:
        for words in ("heron", "night"):
            before = rests
            await reading.type_ahead("slash", *words, "enter")  # a rest takes a while here
            await reading.until(lambda: rests > before)  # noqa: B023 - awaited here
            assert words in reading.title.lower()
            await reading.press("escape")


def test_every_system_can_be_asked_to_take_memory_back() -> None:
    rest.trim()
