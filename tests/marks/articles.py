"""Articles as the marks know them: keys with addresses."""

from broadsheet.articles.article_keys import key64
from broadsheet.marks.model import Mark
from broadsheet.marks.store import Marks


def article(number: int) -> tuple[int, str]:
    url = f"https://example.com/news/{number}"
    return key64(url), url


def articles(count: int, start: int = 0) -> list[tuple[int, str]]:
    return [article(number) for number in range(start, start + count)]


def mark_of(marks: Marks, number: int) -> Mark:
    key, _ = article(number)
    return marks.get([key]).get(key, Mark())


def numbers_read(marks: Marks, count: int) -> list[int]:
    found = marks.get(key for key, _ in articles(count))
    return [
        number for number, (key, _) in enumerate(articles(count)) if found.get(key, Mark()).read
    ]
