r"""The articles of a demo, each a pure function of the count and of its own number.

All chance comes from BLAKE2 of that number, so that an article can name another as related, with
its exact title, date and address, without the library ever being held in memory.

The shapes were fitted to 1,379 real files of an aggregator, 674 of them news, the others videos,
courses and samples: a script counted shares and quantiles, field by field, and the figures here
were adjusted until they came close. Where they differ, those of the originals are in brackets.
What those files lack (related articles, absent or negative heat, a fourth topic, broken files) was
chosen after two articles of another library.

- Titles have 11 to 131 characters, a median of 68 and 91 at the 95th percentile (news: 15, 180,
  66, 106); one in twelve holds HTML entities, `[brackets]`, emoji, a carriage return or curly
  quotes, which is far more than in real files, so that a small demo shows them too.
- Their vocabulary grows by Heaps' law like that of the originals, as the number of titles to the
  power of 0.6: 674 titles hold 1,260 distinct words (news 1,490), 1,379 hold 1,920 (originals
  2,150), 10,000 hold 7,200, 100,000 hold 31,000 and a million 126,000, six in ten of which occur
  once (originals: 59 %). The names are what grows.
- Six in ten are articles and two in ten videos (half and a third); one in twelve is a download.
- Excerpts have 2 to 339 characters, a median of 240, and stop in the middle of a word as the
  originals do; one in five holds entities (one in six) and one in 25 ends in a line feed.
- Dates run from December 2017 to April 2024 with the originals' share of each month; 8 % have
  none. A month of a million articles has up to 49,000 in its folder: folders of 400 were measured
  to be no quicker to write, walk or read.
- `quality` is 0 to 189, the median 72, and absent in a third (half). `heat` is the same, and 50
  to 142 where there is no quality; it is -1 in 4 %, absent in 6 % and up to 942 in one of 100.
- Four articles in ten are of the main provider. A few others have most of the rest, and ever rarer
  ones the remainder: 1,379 articles have 102 providers (originals 99), a million 2,000.
- One to four topics from a small tree that `_data/topics` describes, most of them with the topics
  above them (two of ten have more than one); one list in 200 has an empty item.
- `secured` is one RSA and one AES block in base64, 389 characters in nine of ten and 561 in one.
- One body in twelve is HTML and one in 25 Markdown, up to some 10,000 characters; others are empty.
- `related` names up to eight articles, most of them from around the same days; six articles in ten
  name none. One entry in ten leads out of the library.
- One file in 200 is broken: a quality in words, a date of `yesterday`, topics that are no list, a
  colon in an unquoted name, an escape that YAML does not know, front matter that never ends.
"""

import base64
import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate

from broadsheet.demo import names, words
from broadsheet.demo.chance import ALL, draws_of, quantile, steep_rank, zipf

# Real files that have a date, month by month from December 2017 on.
_A_MONTH = (
    2,
    *(5, 5, 8, 8, 7, 7, 0, 13, 21, 4, 10, 7),
    *(12, 4, 15, 10, 12, 12, 15, 14, 13, 24, 10, 14),
    *(9, 10, 10, 22, 43, 17, 19, 20, 49, 31, 36, 29),
    *(32, 54, 40, 30, 47, 20, 15, 60, 20, 13, 29, 8),
    *(8, 16, 14, 14, 17, 12, 8, 11, 10, 10, 12, 8),
    *(9, 7, 20, 11, 8, 16, 8, 14, 8, 16, 14, 6),
    *(2, 10, 20, 8),
)
_BEFORE = (0, *accumulate(_A_MONTH))
_STARTS = tuple(
    int(datetime(2017 + month // 12, 1 + month % 12, 1, tzinfo=UTC).timestamp())
    for month in range(11, 12 + len(_A_MONTH))
)

# Evenly spaced quantiles.
_QUALITY = (0, 31, 37, 48, 54, 58, 63, 68, 71, 72, 72, 72, 72, 76, 84, 87, 87, 87, 97, 104, 189)
_HEAT = (50, 50, 50, 50, 50, 51, 51, 52, 52, 53, 53, 54, 55, 56, 57, 58, 60, 62, 67, 76, 142)
_PEAKS = (142, 180, 240, 324, 942)  # of the heat, one in a hundred
_EXCERPT = (
    2,
    62,
    87,
    110,
    133,
    155,
    175,
    200,
    222,
    240,
    260,
    278,
    290,
    296,
    301,
    303,
    305,
    307,
    339,
)
_TYPES = (
    *("article",) * 60,
    *("video",) * 22,
    *("download",) * 8,
    *("course",) * 6,
    *("collection", "collection", "forum", "profile"),
)
_RELATED = (0,) * 12 + (1, 1, 2, 3, 4, 5, 6, 8)
_FAULTS = ("quality", "date", "topics", "name", "escape", "end")
_KINDS = ("Wire", "Post", "Daily", "Review", "Journal", "Blog", "Today", "Insider", "Courier")
_SIZES = ((800, 566), (1280, 720), (697, 272), (2560, 1280), (480, 360), (1521, 912))
_NOISE = base64.b64encode(hashlib.shake_128(b"secured").digest(3 * ALL // 4 + 414)).decode()
_AROUND = 500  # how far, in articles, most related ones are from each other


@dataclass(frozen=True, slots=True)
class Card:
    """What other articles say about an article: enough to name it as related.

    `date` places the article in time; `published` is the date in its file, empty if it has none.
    """

    title: str
    slug: str
    date: str
    published: str
    url: str
    type: str
    provider: str
    domain: str
    quality: int | None
    excerpt: str


def topic_files() -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file that describes a topic."""
    for position, (name, parent) in enumerate(words.TOPICS):
        slug = name.lower().replace(" ", "-")
        above = f"parent: {parent}\n" if parent else ""
        content = f"taxonomy: topic\n_id: {slug}\nname: {name}\n{above}"
        yield f"_data/topics/{position:02}-{slug}.yaml", content.encode()


def article_files(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every article in a demo of `count`, oldest first."""
    month, position = "", 0
    for number in range(count):
        card = card_of(count, number)
        position = position + 1 if card.date[:7] == month else 1
        month = card.date[:7]
        text, suffix = _article(count, number, card)
        yield f"{month}/{position:04}-{card.slug}{suffix}", text.encode()


@lru_cache(maxsize=8192)
def card_of(count: int, number: int) -> Card:
    """Return what other articles say about the article `number` in a demo of `count`."""
    draws = draws_of(b"card", number)
    template, dressed, jitter, dated, kind, main, rank, rated, quality, start, length = draws[9:20]
    # The square root prefers the longer ones, which are last.
    title = _fill(words.TITLES[int((template / ALL) ** 0.5 * len(words.TITLES))], draws)
    if dressed % 12 == 0:
        title = words.DRESSED[dressed // 12 % len(words.DRESSED)].format(title)
    noun, field = words.NOUNS[draws[4] % words.TABLE], words.FIELDS[draws[6] % words.TABLE]
    slug = f"{noun}-for-{field}".replace(" ", "-")
    date = _date((number % count + jitter / ALL) / count)
    provider, domain = _provider(0 if main % 10 < 4 else 1 + steep_rank(main * ALL + rank, 3))
    type_ = _TYPES[kind % len(_TYPES)]
    return Card(
        title=title,
        slug=slug,
        date=date,
        published="" if dated % 100 < 8 else date,
        url=f"https://www.{domain}/{date[:4]}/{date[5:7]}/{slug}-{number:x}/",
        type=type_,
        provider=provider,
        domain=domain,
        quality=quantile(_QUALITY, quality) if type_ == "article" or rated % 6 == 0 else None,
        excerpt=_prose(start, quantile(_EXCERPT, length)),
    )


def _article(count: int, number: int, card: Card) -> tuple[str, str]:
    """Return the text of an article's file, and the suffix of its name."""
    draws = draws_of(b"article", number)
    heat, topic, formatted, length, related, broken, fault = draws[9:16]
    wrong = _FAULTS[fault % len(_FAULTS)] if broken % 200 == 0 else ""
    body, suffix = _body_of(card, formatted, length)
    parts = (
        _head(card, draws[16], wrong),
        _scores(card, heat, wrong),
        _source(card, draws[17], wrong),
        _topic_list(topic, wrong),
        _images(card, draws[18]),
        _related(count, number, _RELATED[related % len(_RELATED)]),
        _secured(draws[19]),
    )
    end = "" if wrong == "end" else "---\n"
    return f"---\n{''.join(parts)}{end}{body}", suffix


def _head(card: Card, draw: int, wrong: str) -> str:
    news = "category: news\n" if card.type == "article" else ""
    escape = r"\o/" if wrong == "escape" else ""
    feed = r"\n" if draw % 25 == 0 else ""
    published = "yesterday" if wrong == "date" else card.published
    date = f"publishedDateTime: {published}\n" if published else ""
    original = "" if card.type == "course" else f'originalUrl: "{card.url}"\n'
    amp = ""
    if draw % 16 == 0:
        page = card.url.removeprefix("https://")
        cache = f"{page.split('/')[0].replace('.', '-')}.cdn.ampproject.example"
        amp = f'ampWebUrl: "{card.url}amp/"\ncdnAmpWebUrl: "https://{cache}/c/s/{page}amp/"\n'
    return (
        f'{news}title: "{card.title}"\nexcerpt: "{card.excerpt}{escape}{feed}"\n{date}{original}'
        f'webUrl: "{card.url}"\n{amp}type: {card.type}\n'
    )


def _scores(card: Card, draw: int, wrong: str) -> str:
    quality = "" if card.quality is None else f"quality: {card.quality}\n"
    if wrong == "quality":
        quality = 'quality: "high"\n'
    share = draw % 100
    if share < 4:
        heat = -1
    elif share == 10:
        heat = quantile(_PEAKS, draw)
    else:
        heat = quantile(_HEAT, draw) if card.quality is None else card.quality
    warmth = "" if 4 <= share < 10 else f"heat: {heat}\n"
    published = f"published: {'true' if draw % 3 else 'false'}\n" if card.type == "article" else ""
    return f"{quality}{warmth}{published}\n"


def _source(card: Card, draw: int, wrong: str) -> str:
    """Return the provider, and the fields that depend on the type of the article."""
    name = f"DM: {card.provider}" if wrong == "name" else card.provider
    extra = ""
    if card.type == "video" and draw % 2:
        extra = (
            rf'featuredContent: "<iframe width=\"800\" height=\"500\" src=\"{card.url}embed\" '
            'allowfullscreen></iframe>"\n\n'
        )
    elif card.type in ("video", "course"):
        extra = f"price: Free\nlength: PT{1 + draw % 59}M{draw % 60}S\n\n"
    elif card.type == "download":
        extra = (
            f'actions:\n  - url: "{card.url}download"\n    type: "download"\n'
            f'    title: "Download Source Code"\n\n'
        )
    authors = f"  authors:\n    - name: {names.person(draw << 16)}\n" if draw % 9 == 0 else ""
    return f"{extra}provider:\n  name: {name}\n  domain: {card.domain}\n{authors}\n"


def _topic_list(draw: int, wrong: str) -> str:
    topics = topics_of(draw)
    if wrong == "topics":
        return f"topics: {topics[0]}\n\n"
    if draw % 200 == 0:
        topics.append("")
    return "topics:\n" + "".join(f"  - {topic}\n" for topic in topics) + "\n"


def topics_of(draw: int) -> list[str]:
    """Return the topics of an article, the main one first."""
    topic, parent = words.TOPICS[zipf(draw / ALL, len(words.TOPICS))]
    topics = [topic]
    while parent and draw % 8:
        topics.append(parent)
        parent = words.PARENTS[parent]
    if draw % 7 == 0:
        topics.append(words.TOPICS[draw // 7 % len(words.TOPICS)][0])
    return [*dict.fromkeys(topics)]


def _images(card: Card, draw: int) -> str:
    if draw % 12 == 0:
        return ""
    width, height = _SIZES[draw % len(_SIZES)]
    return (
        f'images:\n  - url: "{card.url}picture.jpg"\n    width: {width}\n    height: {height}\n'
        "    isCached: true\n\n"
    )


def _related(count: int, number: int, wanted: int) -> str:
    """Name `wanted` other articles; fewer if two draws are equal or the library is tiny."""
    if not wanted:
        return ""
    draws = draws_of(b"related", number)
    items: dict[int, str] = {}
    for place, draw in enumerate(draws[9 : 9 + wanted]):
        if draw % 10 == 0:
            # A number beyond this library is an article elsewhere, of the same day.
            other = number + count * (1 + place)
        else:
            step = 1 + zipf(draw / ALL, min(_AROUND, count))
            other = (number + (step if draw % 2 else -step)) % count
        if other != number:
            items[other] = _related_item(card_of(count, other))
    return f"related:\n{''.join(items.values())}\n" if items else ""


def _related_item(card: Card) -> str:
    date = f"    publishedDateTime: {card.published}\n" if card.published else ""
    quality = "" if card.quality is None else f"    quality: {card.quality}\n"
    return (
        f'  - title: "{card.title}"\n    excerpt: "{card.excerpt}"\n{date}'
        f'    webUrl: "{card.url}"\n    type: {card.type}\n    provider:\n'
        f"      name: {card.provider}\n      domain: {card.domain}\n{quality}"
    )


def _secured(draw: int) -> str:
    """Return base64 of the right lengths, cut from one long text: hashing each costs too much."""
    start = draw & ~3
    key = _NOISE[start : start + 340]
    content = _NOISE[start + 340 : start + (552 if draw % 10 == 0 else 380)]
    return f'secured: "{key}AA==;{content}AAA="\n'


def _body_of(card: Card, draw: int, start: int) -> tuple[str, str]:
    """Return the body of an article, which is mostly empty, and the suffix of its file."""
    suffix = ".txt" if draw % 50 == 1 else ".md"
    share = draw % 100
    if share >= 12:
        return "\n", suffix
    paragraphs = paragraphs_of(start)
    if share < 4:
        rest = "\n\n".join(paragraphs[1:])
        return (
            f"# {card.title.replace(chr(92) + 'r', '')}\n\n{paragraphs[0]}\n\n"
            f"- **{card.type}** by *{card.provider}*\n- [The original]({card.url})\n\n{rest}\n"
        ), suffix
    page = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    link = f'<p>&nbsp;</p><p>Read it at <a href="{card.url}">{card.provider}</a>.</p>\n'
    return page + link, ".html" if share == 11 else suffix


def paragraphs_of(start: int) -> list[str]:
    """Return the paragraphs of a body: usually one, at most two dozen."""
    return [
        _prose(start + 97 * place, 120 + (start >> place) % 500)
        for place in range(1 + zipf(start / ALL, 24))
    ]


def _fill(template: str, draws: Sequence[int]) -> str:
    """Fill in `template` from the first nine draws, and capitalize its first letter."""
    name, other, verb, adjective, noun, other_noun, field, place, number = draws[:9]
    text = template.format(
        name=names.name(name),
        other=names.name(other),
        verb=words.VERBS[verb % words.TABLE],
        adjective=words.ADJECTIVES[adjective % words.TABLE],
        noun=words.NOUNS[noun % words.TABLE],
        other_noun=words.NOUNS[other_noun % words.TABLE],
        field=words.FIELDS[field % words.TABLE],
        place=words.PLACES[place % words.TABLE],
        number=2 + number % 97,
    )
    return text[0].upper() + text[1:]


@lru_cache(maxsize=1)
def _sentences() -> tuple[str, tuple[int, ...]]:
    """Return a long text of sentences, twice over, and where those of the first copy begin."""
    sentences = []
    for number in range(600):
        draws = draws_of(b"prose", number)
        sentences.append(_fill(words.SENTENCES[draws[9] % len(words.SENTENCES)], draws))
    starts = accumulate((len(sentence) + 1 for sentence in sentences[:-1]), initial=0)
    return " ".join(sentences * 2), tuple(starts)


def _prose(draw: int, length: int) -> str:
    """Return this many characters of prose, beginning with a sentence."""
    text, starts = _sentences()
    start = starts[draw % len(starts)]
    return text[start : start + length]


@lru_cache(maxsize=4096)
def _provider(rank: int) -> tuple[str, str]:
    """Return name and domain of the provider of this rank."""
    name = f"{names.company(rank * 3)} {_KINDS[rank % len(_KINDS)]}"
    host = name.lower().replace(" ", "").encode("ascii", "ignore").decode()
    return name, f"{host}.example"


def _date(share: float) -> str:
    """Return when an article was published, given the share of the library before it."""
    before = share * _BEFORE[-1]
    month = bisect_right(_BEFORE, before) - 1
    within = (before - _BEFORE[month]) / _A_MONTH[month]
    seconds = int(_STARTS[month] + within * (_STARTS[month + 1] - _STARTS[month]))
    return datetime.fromtimestamp(seconds, UTC).isoformat()[:19] + "Z"
