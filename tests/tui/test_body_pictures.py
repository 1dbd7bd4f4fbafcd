"""Pictures in a body: a sign and words that can be clicked."""

from textual.app import App, ComposeResult

from broadsheet.tui.widgets.body import Body


class _Shows(App[None]):
    def __init__(self, markdown: str) -> None:
        super().__init__()
        self._markdown = markdown

    def compose(self) -> ComposeResult:
        yield Body(self._markdown)


async def test_a_picture_is_its_caption_or_a_word() -> None:
    app = _Shows("![A *cat*](https://a.example/1.png)\n\n![](https://a.example/2.png)")
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        shown = [strip.text.strip() for strip in app.screen._compositor.render_strips()]
    assert [line for line in shown if line] == ["🖼  A cat", "🖼  picture"]
