r"""The articles of a demo, each a pure function of the count and of its own number.

All chance comes from BLAKE2 of that number, so that an article can name another as related, with
its exact title, date and address, without the library ever being held in memory.

The shapes were fitted by eye to some 1,400 real files of an aggregator of news, videos, courses
and samples (and to the two seeds), compared as quantiles and shares:

- Titles have 12 to 130 characters, 67 in the middle and 99 at the 95th percentile (originals: 15,
  180, 66, 106); one in twelve holds HTML entities, `[brackets]`, emoji, a carriage return or curly
  quotes. Their words are Zipfian: 674 titles hold 1,100 distinct ones (originals 1,500), 10,000
  hold 6,000 and 100,000 hold 17,000; then the invented names run out.
- Excerpts have 2 to 339 characters, 240 in the middle, and stop in the middle of a word as the
  originals do; entities are common in them, and a line feed at the end.
- Dates run from December 2017 to May 2024 with the originals' share of each year; 8 % have none.
- `quality` is 0 to 189 and absent in a third. `heat` is -1 to 942, for the most part the same as
  the quality; it is -1 in 4 % and absent in 6 %.
- Four articles in ten are of the main provider; the others follow Zipf over 2,000 providers.
- One to four topics, from a small tree that `_data/topics` describes, most of them with what they
  stand below; one list in 200 has an empty item.
- `secured` is one RSA and one AES block in base64, 389 characters in nine of ten and 561 in one.
- One body in twelve is HTML and one in 25 Markdown, up to some 10,000 characters; others are empty.
- `related` names up to eight articles, most of them from around the same days; six articles in ten
  name none. One entry in ten leads out of the library.
- One file in 200 is broken: a quality in words, a date of `yesterday`, topics that are no list, a
  colon in an unquoted name, an escape that YAML does not know, front matter that never ends.
"""

import base64
import hashlib
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate

from reader.demo import words

_DRAWS = struct.Struct("<9I14H")
_ALL = 1 << 16  # the draws after the ninth are below this

_START = int(datetime(2017, 12, 1, tzinfo=UTC).timestamp())
_YEAR = 31_557_600  # seconds
# Real files that have a date, year by year from _START on.
_A_YEAR = (95, 154, 294, 368, 140, 137, 40)
_BEFORE = (0, *accumulate(_A_YEAR))
_LAST_YEAR = 0.45  # how much of it the files cover

# Evenly spaced quantiles.
_QUALITY = (0, 13, 23, 31, 37, 45, 52, 59, 65, 72, 72, 76, 81, 87, 87, 93, 99, 104, 121, 189)
_HEAT = (0, 17, 37, 50, 50, 50, 51, 51, 52, 53, 54, 57, 65, 72, 80, 87, 95, 99, 103, 142)
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
_PROVIDERS = 2000
_KINDS = ("Wire", "Post", "Daily", "Review", "Journal", "Blog", "Today", "Insider", "Courier")
_SIZES = ((800, 566), (1280, 720), (697, 272), (2560, 1280), (480, 360), (1521, 912))
_AROUND = 500  # how far, in articles, most related ones are from each other


@dataclass(frozen=True, slots=True)
class _Card:
    """What other articles say of an article: enough to name it as related.

    `date` places the article in time; `published` is what its file says, empty where it is silent.
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
    """Yield path and content of every article of a demo of `count`, the oldest first."""
    month, position = "", 0
    for number in range(count):
        card = _card(count, number)
        position = position + 1 if card.date[:7] == month else 1
        month = card.date[:7]
        text, suffix = _article(count, number, card)
        yield f"{month}/{position:04}-{card.slug}{suffix}", text.encode()


def _draws(kind: bytes, number: int) -> tuple[int, ...]:
    """Nine draws of 32 bits and 14 of 16, the same for this kind and number on any machine."""
    return _DRAWS.unpack(hashlib.blake2b(b"%d" % number, digest_size=64, person=kind).digest())


@lru_cache(maxsize=8192)
def _card(count: int, number: int) -> _Card:
    draws = _draws(b"card", number)
    template, dressed, jitter, dated, kind, main, rank, rated, quality, start, length = draws[9:20]
    # The root prefers the longer ones, which stand at the end.
    title = _fill(words.TITLES[int((template / _ALL) ** 0.5 * len(words.TITLES))], draws)
    if dressed % 12 == 0:
        title = words.DRESSED[dressed // 12 % len(words.DRESSED)].format(title)
    noun, field = words.NOUNS[draws[4] % words.TABLE], words.FIELDS[draws[6] % words.TABLE]
    slug = f"{noun}-for-{field}".replace(" ", "-")
    date = _date((number % count + jitter / _ALL) / count)
    provider, domain = _provider(0 if main % 20 < 7 else _zipf(rank / _ALL, _PROVIDERS))
    type_ = _TYPES[kind % len(_TYPES)]
    return _Card(
        title=title,
        slug=slug,
        date=date,
        published="" if dated % 100 < 8 else date,
        url=f"https://www.{domain}/{date[:4]}/{date[5:7]}/{slug}-{number:x}/",
        type=type_,
        provider=provider,
        domain=domain,
        quality=_quantile(_QUALITY, quality) if type_ == "article" or rated % 6 == 0 else None,
        excerpt=_prose(start, _quantile(_EXCERPT, length)),
    )


def _article(count: int, number: int, card: _Card) -> tuple[str, str]:
    """Return the text of an article's file, and the suffix of its name."""
    draws = _draws(b"article", number)
    heat, topic, formatted, length, related, broken, fault = draws[9:16]
    wrong = _FAULTS[fault % len(_FAULTS)] if broken % 200 == 0 else ""
    body, suffix = _body(card, formatted, length)
    parts = (
        _head(card, draws[16], wrong),
        _scores(card, heat, wrong),
        _source(card, draws[17], wrong),
        _topics(topic, wrong),
        _images(card, draws[18]),
        _related(count, number, _RELATED[related % len(_RELATED)]),
        _secured(number),
    )
    end = "" if wrong == "end" else "---\n"
    return f"---\n{''.join(parts)}{end}{body}", suffix


def _head(card: _Card, draw: int, wrong: str) -> str:
    news = "category: news\n" if card.type == "article" else ""
    escape = r"\o/" if wrong == "escape" else ""
    feed = r"\n" if draw % 5 < 2 else ""
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


def _scores(card: _Card, draw: int, wrong: str) -> str:
    quality = "" if card.quality is None else f"quality: {card.quality}\n"
    if wrong == "quality":
        quality = 'quality: "high"\n'
    share = draw % 100
    heat = -1 if share < 4 else _quantile(_PEAKS if share == 10 else _HEAT, draw)
    if share >= 50 and card.quality is not None:
        heat = card.quality
    warmth = "" if 4 <= share < 10 else f"heat: {heat}\n"
    published = f"published: {'true' if draw % 3 else 'false'}\n" if card.type == "article" else ""
    return f"{quality}{warmth}{published}\n"


def _source(card: _Card, draw: int, wrong: str) -> str:
    """Return the provider, and what goes with the type of the article."""
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
    authors = f"  authors:\n    - name: {words.name(draw << 16)}\n" if draw % 9 == 0 else ""
    return f"{extra}provider:\n  name: {name}\n  domain: {card.domain}\n{authors}\n"


def _topics(draw: int, wrong: str) -> str:
    name, parent = words.TOPICS[_zipf(draw / _ALL, len(words.TOPICS))]
    if wrong == "topics":
        return f"topics: {name}\n\n"
    names = [name]
    while parent and draw % 8:
        names.append(parent)
        parent = words.PARENTS[parent]
    if draw % 7 == 0:
        names.append(words.TOPICS[draw // 7 % len(words.TOPICS)][0])
    if draw % 200 == 0:
        names.append("")
    return "topics:\n" + "".join(f"  - {topic}\n" for topic in dict.fromkeys(names)) + "\n"


def _images(card: _Card, draw: int) -> str:
    if draw % 12 == 0:
        return ""
    width, height = _SIZES[draw % len(_SIZES)]
    return (
        f'images:\n  - url: "{card.url}picture.jpg"\n    width: {width}\n    height: {height}\n'
        "    isCached: true\n\n"
    )


def _related(count: int, number: int, wanted: int) -> str:
    """Name `wanted` other articles: fewer where two draws meet or the library is a tiny one."""
    if not wanted:
        return ""
    draws = _draws(b"related", number)
    items: dict[int, str] = {}
    for place, draw in enumerate(draws[9 : 9 + wanted]):
        if draw % 10 == 0:
            # A number that this library does not reach is an article elsewhere, of the same day.
            other = number + count * (1 + place)
        else:
            step = 1 + _zipf(draw / _ALL, min(_AROUND, count))
            other = (number + (step if draw % 2 else -step)) % count
        if other != number:
            items[other] = _related_item(_card(count, other))
    return f"related:\n{''.join(items.values())}\n" if items else ""


def _related_item(card: _Card) -> str:
    date = f"    publishedDateTime: {card.published}\n" if card.published else ""
    quality = "" if card.quality is None else f"    quality: {card.quality}\n"
    return (
        f'  - title: "{card.title}"\n    excerpt: "{card.excerpt}"\n{date}'
        f'    webUrl: "{card.url}"\n    type: {card.type}\n    provider:\n'
        f"      name: {card.provider}\n      domain: {card.domain}\n{quality}"
    )


def _secured(number: int) -> str:
    noise = hashlib.shake_128(b"%d" % number).digest(416)
    key = base64.b64encode(noise[:256]).decode()
    content = base64.b64encode(noise[256 : 416 if noise[0] < 25 else 288]).decode()
    return f'secured: "{key};{content}"\n'


def _body(card: _Card, draw: int, start: int) -> tuple[str, str]:
    """Return the body of an article, mostly an empty one, and the suffix that its file gets."""
    suffix = ".txt" if draw % 50 == 1 else ".md"
    share = draw % 100
    if share >= 12:
        return "\n", suffix
    paragraphs = [
        _prose(start + 97 * place, 120 + (start >> place) % 500)
        for place in range(1 + _zipf(start / _ALL, 24))
    ]
    if share < 4:
        rest = "\n\n".join(paragraphs[1:])
        return (
            f"# {card.title.replace(chr(92) + 'r', '')}\n\n{paragraphs[0]}\n\n"
            f"- **{card.type}** by *{card.provider}*\n- [The original]({card.url})\n\n{rest}\n"
        ), suffix
    page = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    link = f'<p>&nbsp;</p><p>Read it at <a href="{card.url}">{card.provider}</a>.</p>\n'
    return page + link, ".html" if share == 11 else suffix


def _fill(template: str, draws: Sequence[int]) -> str:
    """Fill the blanks of `template` by the first nine draws; the first letter becomes a capital."""
    name, other, verb, adjective, noun, other_noun, field, place, number = draws[:9]
    text = template.format(
        name=words.name(name),
        other=words.name(other),
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
    """Return a long run of sentences, twice over, and where those of the first run begin."""
    sentences = []
    for number in range(600):
        draws = _draws(b"prose", number)
        sentences.append(_fill(words.SENTENCES[draws[9] % len(words.SENTENCES)], draws))
    starts = accumulate((len(sentence) + 1 for sentence in sentences[:-1]), initial=0)
    return " ".join(sentences * 2), tuple(starts)


def _prose(draw: int, length: int) -> str:
    """Return this many characters of prose, from the beginning of a sentence on."""
    text, starts = _sentences()
    start = starts[draw % len(starts)]
    return text[start : start + length]


@lru_cache(maxsize=_PROVIDERS)
def _provider(rank: int) -> tuple[str, str]:
    """Return name and domain of the provider of this rank."""
    name = f"{words.pair(rank * 3)} {_KINDS[rank % len(_KINDS)]}"
    host = name.lower().replace(" ", "").encode("ascii", "ignore").decode()
    return name, f"{host}.example"


def _zipf(share: float, ranks: int) -> int:
    """Turn a share of 0 to 1 into a rank from 0 up to `ranks`, as likely as Zipf's law has it."""
    return int((ranks + 1) ** share) - 1


def _quantile(quantiles: Sequence[int], draw: int) -> int:
    """Turn 16 random bits into a value between the quantiles."""
    step, rest = divmod(draw * (len(quantiles) - 1), _ALL)
    low, high = quantiles[step], quantiles[step + 1]
    return low + (high - low) * rest // _ALL


def _date(share: float) -> str:
    """Return when the article that has this share of the library before it was published."""
    before = share * _BEFORE[-1]
    year = bisect_right(_BEFORE, before) - 1
    within = (before - _BEFORE[year]) / _A_YEAR[year]
    if year == len(_A_YEAR) - 1:
        within *= _LAST_YEAR
    return datetime.fromtimestamp(_START + int((year + within) * _YEAR), UTC).isoformat()[:19] + "Z"
