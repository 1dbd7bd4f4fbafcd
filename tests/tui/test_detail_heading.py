"""The heading of an article: dates and names stay in one piece where there is room for them."""

from textual.app import App, ComposeResult
from textual.content import Content

from broadsheet.tui.widgets.detail_heading import Heading
from tests.tui.idle import wait_until_idle

TITLE = "Small business in Osaka · a story"
FACTS = "Timberseed Blog · by Lara Morbobor · 8 January 2019, 07:29 · 4 years ago"


class _Page(App[None]):
    def compose(self) -> ComposeResult:
        yield Heading()


async def test_lines_end_between_facts_and_are_as_many_as_the_page_needs() -> None:
    app = _Page()
    async with app.run_test(size=(40, 10)) as pilot:
        heading = app.query_one(Heading)
        heading.update(Content(f"{TITLE}\n{FACTS}"))
        await wait_until_idle(app)
        assert str(heading.render()).splitlines() == [
            TITLE,
            "Timberseed Blog · by Lara Morbobor",
            "8 January 2019, 07:29 · 4 years ago",
        ]
        assert heading.size.height == 3
        await pilot.resize_terminal(80, 10)
        await wait_until_idle(app)
        assert str(heading.render()).splitlines() == [TITLE, FACTS]
        assert heading.size.height == 2
