"""Makes the keys of articles, marks and related items: equal for all addresses of one page.

The marks of an article are kept under its address in one spelling. An article without an address
is known by its title, its day and the beginning of its text: that stays the same when the file
moves. Both are version `RULE` of the rule; `earlier_keys` has the versions before.

The result is for comparing, never for opening: it may name a variant that the site does not serve.
"""

import re
from hashlib import blake2b
from urllib.parse import parse_qsl, quote, urlsplit

from broadsheet.articles.model import Article
from broadsheet.text.folding import fold
from broadsheet.text.patterns import compiled_later

RULE = 2
"""The rule by which `mark_key` makes keys.

Raise it whenever an article gets another key than before: by another `canonical_url`, or because
what makes the key is read differently. Then keep the old way in `earlier_keys`.
"""

_DEFAULT_PORTS = {None, 80, 443}

# What almost every address looks like: `urlsplit` takes ten times as long for it.
_USUAL_URL = compiled_later(
    r"https?://([a-z0-9.-]++)((?:/[\w.~!$&'()*+,;=:@%/-]*+)?)(?:\?([\w.~!$&'()*+,;=:@%/?-]*+))?",
    re.ASCII,
)

# Parameters that say how a reader came to the page, or for which device, not which page it is.
_NOT_IDENTITY_1 = r"""(?: utm_ | hsa_ | pk_ | mtm_ | _?_hs
      | (?: _ga | _gl | [dg]clid | fbclid | gclsrc | gbraid | wbraid | msclkid | twclid | yclid
          | fb_(?:action_ids|source) | igshid | mc_[ce]id | mkt_tok | oly_(?:anon|enc)_id | ocid
          | ref_src | s_cid | vero_id | wickedid | wt\.mc_id | guccounter ) (?: = | $ )
      | amp (?: = (?: 1 | true )? )? $
      | outputtype=amp $
    )"""
_ALSO_SINCE_2 = r"""(?: (?: __s | _openstat | ck_subscriber_id | ef_id | epik | hsctatracking
      | li_fat_id | ml_subscriber(?:_hash)? | rb_clickid | s_kwcid | srsltid | ttclid | vgo_ee )
      (?: = | $ ) )"""
_NOT_IDENTITY = {
    rule: compiled_later(pattern, re.VERBOSE | re.IGNORECASE)
    for rule, pattern in ((1, _NOT_IDENTITY_1), (2, f"{_NOT_IDENTITY_1} | {_ALSO_SINCE_2}"))
}
_TEXT_THAT_COUNTS = 1_000  # characters of the folded body

# https://<publisher>.cdn.ampproject.org/c/s/<host>/<path>; the `s` says https.
_AMP_CACHE_PATH = compiled_later(r"/[a-z]/(?:s/)?(?=[^/]+\.[^/]+)")
_GOOGLE_AMP_PATH = compiled_later(r"/amp/(?:s/)?(?=[^/]+\.[^/]+)")
_MOST_CACHES = 3  # caches of caches exist; more is an attack

_MOBILE_HOST = compiled_later(r"(?:(?:www|m|amp)\.)+(?=[^.]+\.)")
_AMP_IN_PATH = compiled_later(r"/(?:google-)?amp(?=/|$)|\.amp(?=(?:\.html?)?/?$)", re.IGNORECASE)
_ESCAPE = compiled_later(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = compiled_later(r"[A-Za-z0-9._~-]")
_YOUTUBE_PATH = compiled_later(r"/(?:embed|shorts|live|v|e)/([\w-]+)")


def canonical_url(url: str, rule: int = RULE) -> str:
    """Reduce `url` to one spelling for all addresses of a page; empty if it is not http(s).

    `rule` names an earlier version of the spelling.

    >>> canonical_url("http://www.Example.com:80/news/?utm_source=x&b=2&a=1#top")
    'https://example.com/news?a=1&b=2'
    """
    for _ in range(_MOST_CACHES):
        host, port, path, query, fragment = _split(url)
        inner = _cached_page(host, path)
        if not inner:
            break
        url = f"https://{inner}?{query}"
    if not host:
        return ""
    if mobile := _MOBILE_HOST.match(host):
        host = host[mobile.end() :]
    if video := _youtube_video(host, path, query):
        return f"https://youtube.com/watch?v={video}"
    path = _uniform_escapes(path)
    if "amp" in path.lower():
        path = _AMP_IN_PATH.sub("", path)
    path = path.rstrip("/")
    query = _uniform_escapes(_bare_query(query, _NOT_IDENTITY[rule])) if query else ""
    # On a site that is one script, `#!/page` and `#/page` are pages; `#top` is a place in one.
    fragment = fragment if fragment.startswith(("!", "/")) else ""
    return (
        f"https://{host}{'' if port in _DEFAULT_PORTS else f':{port}'}{path}"
        f"{'?' if query else ''}{query}{'#' if fragment else ''}{fragment}"
    )


def key64(text: str) -> int:
    """Hash `text` to the signed 64 bits of an SQLite integer; the same on every machine."""
    return int.from_bytes(_digest(text, 8), "big", signed=True)


def url_keys(article: Article) -> tuple[int, ...]:
    """Hash the addresses of `article`, each page once, its own address first."""
    return tuple([key64(page) for page in dict.fromkeys(_pages(article))])


def mark_key(article: Article) -> str:
    """Return what the marks of `article` are kept under, wherever its file is."""
    return address_of(article) or _hash_of_what_it_says(article)


def address_of(article: Article) -> str:
    """Return the address of `article` in one spelling; empty if it has none."""
    return next(iter(_pages(article)), "")


def spellings(key: str) -> set[str]:
    """Return what `mark_key` made of an article by each version of the rule, given one of them."""
    if key.startswith(("hash:", "hash2:")):
        return {key}
    return {canonical_url(key, rule) for rule in _NOT_IDENTITY}


def depends_on_rule(url: str) -> bool:
    """Tell whether earlier versions of the rule may have spelled `url` differently."""
    return "?" in url and canonical_url(url, 1) != canonical_url(url)


def _pages(article: Article) -> list[str]:
    return [page for url in article.addresses if (page := canonical_url(url))]


def _hash_of_what_it_says(article: Article) -> str:
    day = article.published_at.date().isoformat() if article.published_at else ""
    text = fold(article.body[: 2 * _TEXT_THAT_COUNTS])[:_TEXT_THAT_COUNTS]
    said = "\n".join((fold(article.title), day, text))
    return f"hash2:{digest(said)}"


def digest(text: str) -> str:
    """Hash `text` to 32 hexadecimal digits."""
    return _digest(text, 16).hex()


def _digest(text: str, size: int) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()


def _split(url: str) -> tuple[str, int | None, str, str, str]:
    """Split `url`; the host is empty if the address does not name a page."""
    if usual := _USUAL_URL.fullmatch(url):
        return usual[1].rstrip("."), None, usual[2], usual[3] or "", ""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:  # a broken IPv6 address or port
        return "", None, "", "", ""
    if parts.scheme not in ("http", "https") or not host:
        return "", None, "", "", ""
    return host.rstrip("."), port, parts.path, parts.query, parts.fragment


def _cached_page(host: str, path: str) -> str:
    if host.endswith("cdn.ampproject.org"):
        cache = _AMP_CACHE_PATH.match(path)
    elif host in ("google.com", "www.google.com"):
        cache = _GOOGLE_AMP_PATH.match(path)
    else:
        return ""
    return path[cache.end() :] if cache else ""


def _youtube_video(host: str, path: str, query: str) -> str:
    if host == "youtu.be":
        return path.strip("/").partition("/")[0]
    if host not in ("youtube.com", "youtube-nocookie.com"):
        return ""
    if path == "/watch":
        return dict(parse_qsl(query)).get("v", "")
    video = _YOUTUBE_PATH.match(path)
    return video[1] if video else ""


def _bare_query(query: str, not_identity: re.Pattern[str]) -> str:
    return "&".join(sorted(p for p in query.split("&") if p and not not_identity.match(p)))


def _uniform_escapes(text: str) -> str:
    if not text.isascii():
        text = quote(text, safe="/%!$&'()*+,;=:@?~", errors="replace")
    return _ESCAPE.sub(_uniform_escape, text) if "%" in text else text


def _uniform_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if _UNRESERVED.match(character) else match[0].upper()
