from contextlib import closing
from pathlib import Path

from broadsheet.articles.article_keys import key64, mark_key
from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.library.sync.sync import bring_up_to_date, sync
from broadsheet.pages.store import Page, PageStore
from tests.files import write_article
from tests.library.texts.test_writer import found


def keep(news: Path, name: str, markdown: str) -> int:
    """Keep the text of an article; returns its key."""
    article = read_article(news, name)
    assert isinstance(article, Article)
    key = key64(mark_key(article))
    PageStore().keep(key, Page(markdown, url=article.url))
    return key


def test_a_fetched_text_is_found_without_reading_the_folder(news: Path) -> None:
    write_article(news, "a.md", "A", "excerpt: short")
    write_article(news, "b.md", "B")
    bring_up_to_date(news)
    keep(news, "a.md", "The [entire](https://e.org) *story* of a heron.")
    assert found(news, "text:heron") == set()
    progress = bring_up_to_date(news, only=[])
    assert (progress.files, progress.texts) == (0, 1)
    assert found(news, 'text:"entire story"') == found(news, "has:text") == {"A"}
    assert found(news, 'text:"short the"') == set()
    assert bring_up_to_date(news, only=[]).texts == 0


def test_a_text_that_is_fetched_again_replaces_the_earlier_one(news: Path) -> None:
    write_article(news, "a.md", "A")
    for word in ("heron", "egret", "stork"):
        keep(news, "a.md", f"A {word}.")
        bring_up_to_date(news)
        assert found(news, f"text:{word}") == {"A"}
    assert found(news, "text:heron") == found(news, "text:egret") == set()


def test_a_pruned_text_is_no_longer_found(news: Path) -> None:
    write_article(news, "a.md", "A", "excerpt: short")
    key = keep(news, "a.md", "A heron.")
    bring_up_to_date(news)
    assert found(news, "text:heron") == {"A"}
    PageStore().remove([key])
    bring_up_to_date(news, only=[])
    assert found(news, "text:heron") == found(news, "has:text") == set()
    assert found(news, "text:short") == {"A"}


def test_texts_belong_to_articles_that_come_later_or_again(news: Path) -> None:
    file = write_article(news, "a.md", "A")
    keep(news, "a.md", "A heron.")
    file.unlink()
    write_article(news, "b.md", "B")
    bring_up_to_date(news)
    assert found(news, "text:heron") == set()
    write_article(news, "a.md", "A")
    write_article(news, "copy.md", "Copy", url="https://example.com/a.md")
    bring_up_to_date(news)
    assert found(news, "text:heron") == {"A", "Copy"}
    file.unlink()
    bring_up_to_date(news)
    assert found(news, "text:heron") == found(news, "has:text") == {"Copy"}
    bring_up_to_date(news, rebuild=True)
    assert found(news, "text:heron") == {"Copy"}


def test_a_text_is_found_though_the_run_that_read_its_article_was_interrupted(news: Path) -> None:
    file = write_article(news, "a.md", "A")
    keep(news, "a.md", "A heron.")
    file.unlink()
    write_article(news, "b.md", "B")
    bring_up_to_date(news)
    write_article(news, "a.md", "A")
    with closing(sync(news)) as steps:
        assert any(step.added for step in steps)
    bring_up_to_date(news)
    assert found(news, "text:heron") == {"A"}
