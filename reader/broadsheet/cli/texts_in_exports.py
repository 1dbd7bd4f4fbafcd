"""The full texts that `export --with-text` writes and `import` takes over."""

from collections.abc import Callable, Iterator
from typing import cast

from broadsheet.cli.commands import CommandError
from broadsheet.marks.model import key_of
from broadsheet.pages.store import LONGEST_TEXT, Page, PageStore
from broadsheet.text.door import clean_line, clean_text


class KeptTexts:
    """The texts whose keys are wanted, as they are written; `count` is how many were."""

    def __init__(self, is_asked_for: bool, is_wanted: Callable[[int], bool]) -> None:
        self._is_asked_for = is_asked_for
        self._is_wanted = is_wanted
        self.count = 0

    def __iter__(self) -> Iterator[dict[str, str]]:
        store = PageStore()
        for key in sorted(store.stamps()) if self._is_asked_for else ():
            page = store.get(key) if self._is_wanted(key) else None
            if page is not None and key_of(page.address) == key:
                self.count += 1
                yield {
                    "url": page.address,
                    "from": page.url,
                    "title": page.title,
                    "markdown": page.markdown,
                }


class TakenTexts:
    """Keeps texts that come with an import, unless there is one already."""

    def __init__(self) -> None:
        self._store = PageStore()
        self.count = 0

    def take(self, item: object) -> None:
        """Keep a text; what cannot be understood is passed over."""
        names = ("url", "from", "title", "markdown")
        if not isinstance(item, dict) or not all(isinstance(item.get(name), str) for name in names):
            return
        address, url, title, markdown = (cast("str", item[name]) for name in names)
        key = key_of(address)
        if key is None or self._store.has(key) or not markdown.strip():
            return
        text = clean_text(markdown[:LONGEST_TEXT], decode_entities=False)
        try:
            self._store.keep(key, Page(text, clean_line(url), clean_line(title), address=address))
        except OSError as error:
            raise CommandError(f"cannot keep the texts: {error.strerror or error}") from error
        self.count += 1
