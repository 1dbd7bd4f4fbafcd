"""The articles of a demo as other programs write them: the same news, another front matter.

Each make follows the documentation of the program it is named after: Hugo's content folder,
Jekyll's `_posts`, Zola's sections, Pelican's header lines, an Obsidian vault with Web Clipper
notes, and a Logseq graph with highlights.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from broadsheet.demo import names
from broadsheet.demo.articles import card_of, paragraphs_of, topics_of
from broadsheet.demo.chance import draws_of

_NOTES_PER_ARTICLE = 4
"""A vault consists mostly of notes, which are not news."""


@dataclass(frozen=True, slots=True)
class _Post:
    """An article with its strings as a reader sees them."""

    slug: str
    title: str
    date: str
    """`2023-05-18T16:00:00Z`; empty for an article without a date."""

    url: str
    author: str
    site: str
    topics: list[str]
    excerpt: str
    image: str
    body: str


def make_files(make: str, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file of a demo, as `make`, one of `MAKES`, writes them."""
    settings, write = _WRITERS[make]
    for path, content in settings.items():
        yield path, content.encode()
    for number in range(count):
        for path, content in write(_post(count, number)):
            yield path, content.encode()


def _post(count: int, number: int) -> _Post:
    card = card_of(count, number)
    author, topic, picture, start = draws_of(b"post", number)[9:13]
    return _Post(
        slug=f"{card.slug}-{number:x}",
        title=_plain(card.title),
        date=card.published,
        url=card.url,
        author=names.person(author << 16),
        site=card.provider,
        topics=topics_of(topic),
        excerpt=_plain(card.excerpt),
        image="" if picture % 3 == 0 else f"{card.url}picture.jpg",
        body="\n\n".join(paragraphs_of(start)) + "\n",
    )


def _plain(text: str) -> str:
    """Return the value of a double-quoted string in the seeds' make, on one line."""
    return " ".join(str(json.loads(f'"{text}"')).split())


def _hugo(post: _Post) -> Iterator[tuple[str, str]]:
    fields = [
        f"title = {_quoted(post.title)}",
        f"date = {post.date}" if post.date else "",
        "draft = false",
        f"author = {_quoted(post.author)}",
        f"description = {_quoted(post.excerpt)}",
        f"tags = {_quoted_list(post.topics)}",
        f"externalUrl = {_quoted(post.url)}",
        f"\n[cover]\nimage = {_quoted(post.image)}" if post.image else "",
    ]
    yield f"content/posts/{post.slug}.md", f"+++\n{_lines(fields)}+++\n\n{post.body}"


def _jekyll(post: _Post) -> Iterator[tuple[str, str]]:
    # Jekyll takes the date from the name of the file: every post has one.
    day = post.date[:10] or "2018-01-01"
    fields = [
        "layout: post",
        f"title: {_quoted(post.title)}",
        f"date: {post.date[:10]} {post.date[11:19]} +0000" if post.date else "",
        f"author: {post.author}",
        f"tags: {' '.join(topic.replace(' ', '-') for topic in post.topics)}",
        f"excerpt: {_quoted(post.excerpt)}",
        f"canonical: {post.url}",
        f"image: {post.image}" if post.image else "",
    ]
    yield f"_posts/{day}-{post.slug}.md", f"---\n{_lines(fields)}---\n{post.body}"


def _zola(post: _Post) -> Iterator[tuple[str, str]]:
    fields = [
        f"title = {_quoted(post.title)}",
        f"date = {post.date[:10]}" if post.date else "",
        f"description = {_quoted(post.excerpt)}",
        f"\n[taxonomies]\ntags = {_quoted_list(post.topics)}",
        f"\n[extra]\nauthor = {_quoted(post.author)}\ncanonical = {_quoted(post.url)}",
        f"image = {_quoted(post.image)}" if post.image else "",
    ]
    yield f"content/blog/{post.slug}.md", f"+++\n{_lines(fields)}+++\n{post.body}"


def _pelican(post: _Post) -> Iterator[tuple[str, str]]:
    fields = [
        f"Title: {post.title}",
        f"Date: {post.date[:10]} {post.date[11:16]}" if post.date else "",
        f"Category: {post.topics[0]}",
        f"Tags: {', '.join(post.topics)}",
        f"Authors: {post.author}",
        f"Summary: {post.excerpt}",
        f"Canonical: {post.url}",
        f"Image: {post.image}" if post.image else "",
    ]
    yield f"content/{post.slug}.md", f"{_lines(fields)}\n{post.body}"


def _obsidian(post: _Post) -> Iterator[tuple[str, str]]:
    fields = [
        f"title: {_quoted(post.title)}",
        f"source: {_quoted(post.url)}",
        f'author:\n  - "[[{post.author}]]"',
        f"published: {post.date[:10]}" if post.date else "published:",
        "created: 2024-05-01",
        f"description: {_quoted(post.excerpt)}",
        'tags:\n  - "clippings"\n'
        + "\n".join(f'  - "{topic.replace(" ", "-")}"' for topic in post.topics),
        f"image: {_quoted(post.image)}" if post.image else "",
    ]
    yield f"Clippings/{post.slug}.md", f"---\n{_lines(fields)}---\n{post.body}"
    for number in range(_NOTES_PER_ARTICLE):
        yield (
            f"Notes/{post.topics[0]}/{post.slug} {number}.md",
            f"---\ntags: [notes]\n---\n# Thoughts on {post.topics[0]}\n\nSee [[{post.slug}]].\n",
        )


def _logseq(post: _Post) -> Iterator[tuple[str, str]]:
    fields = [
        f"title:: {post.title[:40]}… (highlights)",
        f"author:: [[{post.author}]]",
        f'full-title:: "{post.title}"',
        "category:: #articles",
        f"url:: {post.url}",
        f"date:: [[{post.date[:10]}]]" if post.date else "",
        f"tags:: {', '.join(f'[[{topic}]]' for topic in post.topics)}",
        f"image:: {post.image}" if post.image else "",
    ]
    highlights = "".join(f"\t- {line}\n" for line in post.body.splitlines() if line)
    body = f"- Highlights first synced by [[Demo]] [[May 1st, 2024]]\n{highlights}"
    yield f"pages/{post.slug} (highlights).md", f"{_lines(fields)}\n{body}"


def _lines(fields: list[str]) -> str:
    return "".join(f"{field}\n" for field in fields if field)


def _quoted(text: str) -> str:
    """Return `text` in double quotes, as JSON, TOML and YAML all read it."""
    return json.dumps(text, ensure_ascii=False)


def _quoted_list(texts: list[str]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"


_Writer = Callable[[_Post], Iterator[tuple[str, str]]]

_WRITERS: dict[str, tuple[dict[str, str], _Writer]] = {
    "hugo": ({"hugo.toml": 'title = "Demo"\n', "content/_index.md": "+++\n+++\n"}, _hugo),
    "jekyll": ({"_config.yml": "title: Demo\n"}, _jekyll),
    "zola": (
        {"config.toml": 'base_url = "/"\n', "content/blog/_index.md": '+++\ntitle = "Blog"\n+++\n'},
        _zola,
    ),
    "pelican": ({"pelicanconf.py": "SITENAME = 'Demo'\n"}, _pelican),
    "obsidian": (
        {".obsidian/app.json": "{}\n", "Templates/Note.md": "---\ntitle: {{title}}\n---\n"},
        _obsidian,
    ),
    "logseq": ({"logseq/config.edn": "{}\n"}, _logseq),
}

MAKES = tuple(_WRITERS)
"""The programs whose files a demo can be written as."""
