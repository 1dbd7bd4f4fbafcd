import hashlib
import os
import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.demo import MARKER, DemoError, write_demo
from broadsheet.demo.makes import MAKES
from broadsheet.demo.names import name

COUNT = 3000
DIGEST_OF_60 = "21e20802576b0c3ddef362b8b56bf49ce50afb9e7b39d63f3d2cb3247fcf8199"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_demo(COUNT, folder)
    return folder


@pytest.fixture(scope="module")
def articles(demo: Path) -> list[Article]:
    read = [
        read_article(demo, path)
        for path in sorted(contents(demo))
        if not path.startswith(("_data/", MARKER))
    ]
    found = [article for article in read if isinstance(article, Article)]
    assert len(found) == COUNT
    return found


def test_the_same_count_gives_the_same_files(tmp_path: Path) -> None:
    for time in ("once", "again"):
        write_demo(300, tmp_path / time)
    assert contents(tmp_path / "again") == contents(tmp_path / "once")


def test_the_files_are_the_same_on_every_machine(tmp_path: Path) -> None:
    """A change that is meant needs a new digest here, and a new version of the demo."""
    write_demo(60, tmp_path)
    digest = hashlib.sha256()
    for path, content in sorted(contents(tmp_path).items()):
        digest.update(path.encode() + b"\0" + content)
    assert digest.hexdigest() == DIGEST_OF_60


@pytest.mark.parametrize("count", [1, 2, 3, 50])
def test_a_small_demo_has_as_many_articles_as_were_asked_for(count: int, tmp_path: Path) -> None:
    write_demo(count, tmp_path)
    paths = [path for path in contents(tmp_path) if not path.startswith(("_data/", MARKER))]
    assert len(paths) == count
    for path in paths:
        assert re.fullmatch(r"20\d\d-[01]\d/\d{4}-[a-z-]+\.(md|txt|html)", path)


def test_related_entries_name_articles_of_the_demo_word_for_word(articles: list[Article]) -> None:
    by_url = {article.web_url: article for article in articles}
    named = [(article, item) for article in articles for item in article.related]
    inside = [(article, item) for article, item in named if item.url in by_url]
    assert 0.85 < len(inside) / len(named) < 0.95
    assert {len(article.related) for article in articles} == set(range(9))
    for article, item in inside:
        target = by_url[item.url]
        assert target is not article
        assert item.title == target.title
        if not target.problems:
            assert item.published_at == target.published_at


def test_one_file_in_two_hundred_is_broken_in_one_way_or_another(articles: list[Article]) -> None:
    broken = [article for article in articles if article.problems]
    assert COUNT / 400 < len(broken) < COUNT / 100
    fields = {problem.field for article in broken for problem in article.problems}
    assert {"quality", "publishedDateTime", "excerpt", ""} <= fields


def test_absent_and_negative_scores_are_as_common_as_in_real_files(articles: list[Article]) -> None:
    without_quality = sum(article.quality is None for article in articles)
    assert 0.28 < without_quality / COUNT < 0.38
    heats = Counter(article.heat for article in articles)
    assert 0.02 < heats[-1] / COUNT < 0.06
    assert 0.04 < heats[None] / COUNT < 0.08
    assert max(heat for heat in heats if heat is not None) > 189


def test_kinds_dates_providers_and_topics_vary_as_in_real_files(articles: list[Article]) -> None:
    assert Counter(article.type for article in articles).most_common(1)[0][0] == "article"
    assert {"video", "course", "download", "forum"} <= {article.type for article in articles}
    assert {article.published_at.year for article in articles if article.published_at} == set(
        range(2017, 2025)
    )
    providers = Counter(article.provider.name for article in articles)
    assert 0.3 < providers.most_common(1)[0][1] / COUNT < 0.5
    assert 100 < len(providers) < 200
    assert {1, 2, 3} <= {len(article.topics) for article in articles}


def test_a_few_articles_have_a_body_in_markdown_or_html(articles: list[Article]) -> None:
    formats = Counter(article.body_format for article in articles if article.body)
    assert 0.02 < formats["markdown"] / COUNT < 0.07
    assert 0.05 < formats["html"] / COUNT < 0.12


def test_titles_use_about_as_many_words_as_real_ones(articles: list[Article]) -> None:
    def vocabulary(some: list[Article]) -> int:
        return len({word for article in some for word in re.findall(r"\w+", article.title.lower())})

    assert 1100 < vocabulary(articles[:674]) < 1600
    assert 1700 < vocabulary(articles[:1379]) < 2300


def test_names_do_not_run_out() -> None:
    """By Heaps' law four times as many draws give 4 ** 0.6 times as many names, at any size."""
    chance = Random(1)  # noqa: S311 - no secret
    drawn = [name(chance.getrandbits(32)) for _ in range(400_000)]
    for some in (25_000, 100_000):
        assert 4**0.5 < len(set(drawn[: 4 * some])) / len(set(drawn[:some])) < 4**0.7


def test_no_address_leads_to_a_real_site(demo: Path) -> None:
    hosts = {
        host
        for content in contents(demo).values()
        for host in re.findall(rb"https?://([^/\"\s]+)", content)
    }
    assert len(hosts) > 100
    assert all(host.endswith(b".example") for host in hosts)


def test_topics_stand_in_a_tree(demo: Path) -> None:
    files = sorted((demo / "_data" / "topics").glob("*.yaml"))
    texts = [file.read_text("utf-8") for file in files]
    names = [re.findall(r"^name: (.+)$", text, re.MULTILINE)[0] for text in texts]
    parents = set(re.findall(r"^parent: (.+)$", "\n".join(texts), re.MULTILINE))
    assert len(parents) > 3
    assert parents < set(names)


def test_progress_counts_up_to_the_end(tmp_path: Path) -> None:
    told: list[int] = []
    write_demo(2300, tmp_path, told.append)
    assert told == [1000, 2000, 2300]


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text("mine", "utf-8")
    with pytest.raises(DemoError, match="is not empty"):
        write_demo(3, tmp_path)
    assert contents(tmp_path) == {"letter.md": b"mine"}


def test_the_demo_of_another_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text("Broadsheet demo 0: 3 articles\n", "utf-8")
    with pytest.raises(DemoError, match="another version"):
        write_demo(3, tmp_path)
    assert set(contents(tmp_path)) == {MARKER}


@pytest.mark.parametrize("count", [0, -1])
def test_a_demo_of_nothing_is_refused(count: int, tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="at least one"):
        write_demo(count, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(DemoError, match="cannot be written"):
            write_demo(3, place)


def test_an_earlier_demo_gives_way_to_a_new_one(tmp_path: Path) -> None:
    write_demo(40, tmp_path / "twice")
    write_demo(7, tmp_path / "twice")
    write_demo(7, tmp_path / "once")
    assert contents(tmp_path / "twice") == contents(tmp_path / "once")
    assert {path.name for path in (tmp_path / "twice").iterdir()} == {
        path.name for path in (tmp_path / "once").iterdir()
    }


def test_what_a_person_wrote_into_a_demo_stays(tmp_path: Path) -> None:
    write_demo(40, tmp_path)
    changed = min(tmp_path.glob("20*/*"))
    changed.write_text("my notes", "utf-8")
    added = changed.with_name("added.md")
    added.write_text("my article", "utf-8")
    write_demo(40, tmp_path)
    write_demo(7, tmp_path)
    assert changed.read_text("utf-8") == "my notes"
    assert added.read_text("utf-8") == "my article"


def test_what_took_the_place_of_an_earlier_file_keeps_nobody_waiting(tmp_path: Path) -> None:
    write_demo(40, tmp_path)
    replaced = min(tmp_path.glob("20*/*"))
    replaced.unlink()
    os.mkfifo(replaced)
    write_demo(7, tmp_path)
    assert replaced.is_fifo()


def test_an_interrupted_demo_is_made_whole(tmp_path: Path) -> None:
    write_demo(300, tmp_path)
    complete = contents(tmp_path)
    files = sorted(tmp_path.glob("20*/*"))
    for file in files[100:]:
        file.unlink()
    files[99].write_bytes(files[99].read_bytes()[:100])
    files[98].write_bytes(b"")
    write_demo(300, tmp_path)
    assert contents(tmp_path) == complete


@pytest.mark.parametrize("make", MAKES)
def test_a_demo_of_another_make_is_the_same_each_time_and_replaced_by_the_next(
    make: str, tmp_path: Path
) -> None:
    write_demo(30, tmp_path / "one", make=make)
    write_demo(30, tmp_path / "two", make=make)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    write_demo(3, tmp_path / "one")
    write_demo(3, tmp_path / "plain")
    assert contents(tmp_path / "one") == contents(tmp_path / "plain")
