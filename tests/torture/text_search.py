"""Compares text search with a plain scan of the same texts, while files and pages come and go.

python -m tests.torture.text_search --queries 5000 --kills 10
"""

# ruff: noqa: T201 - it is a command
import argparse
import os
import subprocess
import sys
import time
import unicodedata
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from broadsheet.articles.article_keys import canonical_url, key64
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.query.terms import in_quotes
from broadsheet.library.searcher import DEFAULT_SORT, Searcher
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.library.texts import finding
from broadsheet.pages.store import Page, PageStore
from broadsheet.text.word_forms import word_forms
from tests.files import write_article

_ARTICLES = 120
_ROUNDS = 10
_WORDS = (
    *("train", "trains", "training", "Élan", "elan", "AI", "c++", "state-of-the-art", "don’t"),
    *("Straße", "STRASSE", "İstanbul", "новости", "Новость", "ειδήσεις", "חדשות", "naïve"),
    *("知識", "知識は力", "は", "서울에서", "서울", "ภาษาไทย", "ไทย", "ﬁne", "42", "4", "the", "a"),
    *("\U0001f600", "x_y", "e\u0301te\u0301", "&amp;", "3.5", "\u0531\u0582", "ᎠᏂ"),
)
_SPACELESS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "IDEOGRAPHIC")
_MARKUP = ("{}", "{}", "{}", "**{}**", "[{}](https://e.org/hidden)", "<b>{}</b>", "{},", "({})")


@dataclass
class _Article:
    """What an article says, as a person would read it."""

    name: str
    about: str
    excerpt: str = ""
    body: str = ""
    page: str = ""
    said: list[list[str]] = field(default_factory=list)

    def tokenize(self) -> None:
        """Take the texts apart, in the plainest way."""
        self.said = [tokens(text) for text in (self.excerpt, self.body, self.page) if text]

    def has(self, value: str) -> bool:
        """Tell whether a text has the words of a term, one after the other."""
        *first, last = tokens(value)
        begins = value.endswith("*")
        return any(
            found[at - len(first) : at] == first
            and (found[at].startswith(last) if begins else found[at] == last)
            for found in self.said
            for at in range(len(first), len(found))
        )


def tokens(text: str) -> list[str]:
    """Return the words of a text: letter by letter, with the names that Unicode has for them."""
    text = unicodedata.normalize("NFC", text)
    found = [""]
    for character in text:
        kind = unicodedata.name(character, "").split(" ")[0]
        if kind == "HANGUL":
            found += [character, ""]
            continue
        plain = unicodedata.normalize("NFKD", character)
        plain = "".join(one for one in plain if not unicodedata.combining(one)).casefold()
        for letter in plain:
            if not letter.isalnum():
                found.append("")
            elif kind in _SPACELESS:
                found += [letter, ""]
            else:
                found[-1] += letter
        if not plain and unicodedata.combining(character) == 0:
            found.append("")
    return [word for word in found if word]


class _World:
    """A library, the texts that were fetched for it, and what all of them say."""

    def __init__(self, root: Path, random: Random) -> None:
        self.root = root
        self.random = random
        self.articles: dict[str, _Article] = {}
        for number in range(_ARTICLES):
            self.write(number)

    def write(self, number: int) -> None:
        """Write an article, or write over it."""
        name = f"{number % 5}/{number}.{self.random.choice(('md', 'md', 'html'))}"
        for other in ("md", "html"):
            self.remove(f"{number % 5}/{number}.{other}")
        article = _Article(name, f"Number {number}", self._text(8))
        marked, article.body = self._marked() if self.random.random() < 0.5 else ("", "")
        provider = self.random.choice(("", "Elan News", "知識社"))
        if name.endswith("html"):
            marked = f"<p>{marked}</p>" if marked else ""
        fields = [f"excerpt: {in_quotes(article.excerpt)}", f"provider: {{name: {provider!r}}}"]
        fields.append(f"heat: {number % 40}")
        write_article(self.root, name, article.about, *fields, body=marked)
        article.about += f" {provider}"
        article.page = self._kept(name) or ""
        article.tokenize()
        self.articles[name] = article

    def remove(self, name: str) -> None:
        """Delete a file."""
        (self.root / name).unlink(missing_ok=True)
        self.articles.pop(name, None)

    def keep_page(self) -> None:
        """Fetch the text of an article, or prune it."""
        article = self.random.choice([*self.articles.values()])
        key = self._key(article.name)
        if article.page and self.random.random() < 0.5:
            PageStore().remove([key])
            article.page = ""
        else:
            article.page = self._text(20)
            PageStore().keep(key, Page(article.page))
        article.tokenize()

    def change(self) -> None:
        """Change, remove and fetch some."""
        for _ in range(self.random.randrange(1, 12)):
            match self.random.randrange(4):
                case 0 | 1:
                    self.write(self.random.randrange(_ARTICLES))
                case 2:
                    self.remove(self.random.choice([*self.articles]))
                case _:
                    self.keep_page()

    def _kept(self, name: str) -> str:
        page = PageStore().get(self._key(name))
        return page.markdown if page else ""

    @staticmethod
    def _key(name: str) -> int:
        return key64(canonical_url(f"https://example.com/{name}"))

    def _text(self, most: int) -> str:
        words = self.random.choices(_WORDS, k=self.random.randrange(1, most))
        return " ".join(word for word in words if word != "&amp;") or "nothing"

    def _marked(self) -> tuple[str, str]:
        """Return a text with markup, and without."""
        chosen = self.random.choices(_WORDS, k=self.random.randrange(1, 20))
        words = ["a", *(word for word in chosen if word != "x_y")]
        marked = [self.random.choice(_MARKUP).format(word) for word in words]
        return " ".join(marked), " ".join(word.replace("&amp;", "&") for word in words)


def _value(random: Random) -> str:
    words = random.choices(_WORDS, k=random.choice((1, 1, 1, 2, 2, 3)))
    value = " ".join(words)
    if random.random() < 0.3:
        value = value[: random.randrange(1, len(value) + 1)] + "*"
    return value


def _check_terms(world: _World, library: Library, queries: int) -> int:
    answered = 0
    with library.open_index() as index, closing(Searcher(library)) as searcher:
        for _ in range(queries):
            values = [_value(world.random) for _ in range(world.random.choice((1, 1, 2)))]
            asked = [(value, world.random.random() < 0.2) for value in values if tokens(value)]
            text = " ".join(f"{'-' * minus}text:{in_quotes(value)}" for value, minus in asked)
            found = {row.path for row in index.rows(index.ids(parse(text))).values()}
            expected = {
                article.name
                for article in world.articles.values()
                if all(article.has(value) != minus for value, minus in asked)
            }
            assert found == expected, f"{text!r}: {found ^ expected}"
            apart, few, many = (world.random.choice((1, 10, 1000)) for _ in range(3))
            text += world.random.choice(("", " heat:>20", " -provider:Elan"))
            with patch.multiple(finding, _APART=apart, _FEW=few, _MANY=many, _LOOKED_AT=7):
                first = searcher.first(parse(text), (), 5).ids[:5]
            ids = searcher.view(parse(text)).ids
            assert first == ids[:5], f"the first of {text!r}"
            assert set(ids) == set(index.view(parse(text), DEFAULT_SORT)), text
            answered += bool(found)
    return answered


def _check_words(world: _World, library: Library, queries: int) -> None:
    """Compare what is found beyond the titles: each word, anywhere in the article."""
    with library.open_index() as index, closing(Searcher(library)) as searcher:
        for _ in range(queries):
            words = world.random.choices(_WORDS, k=world.random.choice((1, 2, 3)))
            query = parse(" ".join(words) + " ")
            asked = [[*map(tokens, word_forms(word))] for word in query.words.split()]
            if sum(map(len, query.words.split())) < 2:
                continue
            view = searcher.beyond_titles(searcher.view(query))
            found = {row.path for row in index.rows(view.ids).values()}
            expected = {
                article.name
                for article in world.articles.values()
                if all(
                    any(
                        _follow(form, [*tokens(article.about), "", *_joined(article.said)])
                        for form in word
                    )
                    for word in asked
                )
            }
            titles = {row.path for row in index.rows(searcher.view(query).ids).values()}
            assert found - titles == expected - titles, f"{query.words!r}: {found ^ expected}"


def _joined(said: list[list[str]]) -> list[str]:
    return [word for text in said for word in [*text, ""]]


def _follow(word: list[str], said: list[str]) -> bool:
    return any(said[at : at + len(word)] == word for at in range(len(said)))


def survive_changes(folder: Path, queries: int, seed: int) -> int:
    """Ask `queries` random queries between changes; returns how many found something.

    Raises AssertionError where text search and the scan differ.
    """
    world = _World(folder / "news", Random(seed))  # noqa: S311 - the same every time
    library = Library(world.root)
    answered = 0
    for number in range(_ROUNDS):
        bring_up_to_date(world.root)
        answered += _check_terms(world, library, queries // _ROUNDS)
        _check_words(world, library, queries // _ROUNDS // 4)
        world.change()
        if number == _ROUNDS // 2:
            bring_up_to_date(world.root, rebuild=True)
    return answered


def survive_kills(folder: Path, kills: int, seed: int) -> int:
    """Kill the process that writes the index at random times; returns how often it was too late.

    Raises AssertionError where what is found after the next run differs from the scan.
    """
    random = Random(seed)  # noqa: S311 - the same every time
    world = _World(folder / "killed", random)
    library = Library(world.root)
    late = 0
    for number in range(kills):
        options = ["--rebuild"] if number % 3 == 0 else []
        command = [sys.executable, "-m", "broadsheet", "index", str(world.root), *options]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            time.sleep(random.uniform(0.1, 0.8))
            late += process.poll() is not None
            process.kill()
        bring_up_to_date(world.root)
        _check_terms(world, library, 60)
        world.change()
    return late


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options = parser.parse_args()
    print(f"seed {options.seed}")
    with TemporaryDirectory() as name:
        for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = f"{name}/{kind.lower()}"
        answered = survive_changes(Path(name), options.queries, options.seed)
        print(f"{options.queries:,} queries, {answered:,} found something, differences: 0")
        late = survive_kills(Path(name), options.kills, options.seed)
        print(f"{options.kills} kills, {late} of them too late, differences: 0")


if __name__ == "__main__":
    main()
