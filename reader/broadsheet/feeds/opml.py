"""The subscriptions: `feeds.opml` in the library, OPML 2.0, edited in place.

The file is the user's: they sort it, comment it, and other programs add attributes of their own. A
change of ours replaces only the bytes of the outline that it is about; everything else stays as it
was written.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.parsers import expat

from broadsheet.articles.article_keys import canonical_url
from broadsheet.atomic_write import atomic_write
from broadsheet.config.feed_weights import MOST_BYTES, feed_address, weight_in
from broadsheet.feeds.model import Subscription
from broadsheet.feeds.opml_tags import PREFIX, element, quoted, with_attribute
from broadsheet.feeds.repair import from_encoding, made_well_formed
from broadsheet.links import SafeLink, check_url
from broadsheet.own_files import held_alone
from broadsheet.paths import SUBSCRIPTIONS, state_folder
from broadsheet.text.door import clean_line
from broadsheet.text.folding import name_key
from broadsheet.untrusted_file import NOT_A_FILE, read_untrusted, reason

NAMESPACE = "urn:broadsheet:opml"

_DEEPEST = 32
_LOCK_SECONDS = 10.0
_TOO_LARGE = f"a list of feeds has at most {MOST_BYTES // 1024**2} MB"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<opml version="2.0" xmlns:{PREFIX}="{NAMESPACE}">\n'
    "  <head>\n    <title>Broadsheet subscriptions</title>\n  </head>\n"
    "  <body>\n  </body>\n</opml>\n"
)


class OpmlError(Exception):
    """The file cannot be read or written, and was left as it is; the message is one line."""

    def __init__(self, sentence: str) -> None:
        super().__init__(clean_line(sentence))


@dataclass(frozen=True, slots=True)
class _Outline:
    """An outline with an address, and the bytes it takes up."""

    feed: Subscription
    start: int
    start_tag_end: int
    end: int


@dataclass(frozen=True, slots=True)
class _Edit:
    """Bytes of the file that are to be replaced; none if `start` is `end`."""

    start: int
    end: int
    written: bytes


@dataclass(slots=True)
class _Group:
    """An outline without an address: a topic. New feeds go before `inside_end`."""

    name: str
    path: tuple[str, ...]
    inside_end: int = -1


@dataclass(slots=True)
class OpmlFile:
    """A list of subscriptions as text; `subscriptions` are in the order of the file."""

    data: bytes
    subscriptions: list[Subscription] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Outlines that cannot be subscribed to, and why: one line each."""

    _outlines: list[_Outline] = field(default_factory=list)
    _groups: list[_Group] = field(default_factory=list)
    _body_end: int = -1
    _root_end: int = -1
    _has_namespace: bool = False

    def find(self, feed: str) -> Subscription | None:
        """Return the subscription with this address or title."""
        wanted = same_feed(feed)
        for subscription in self.subscriptions:
            if same_feed(subscription.url) == wanted:
                return subscription
        named = [each for each in self.subscriptions if name_key(each.title) == name_key(feed)]
        return named[0] if len(named) == 1 else None

    def add(self, feeds: Sequence[Subscription]) -> "OpmlFile":
        """Return the list with `feeds` at the end of their topics."""
        topics: dict[str, tuple[tuple[str, ...], list[bytes]]] = {}
        for feed in feeds:
            topic = feed.topics[:1]
            _, mine = topics.setdefault(name_key("".join(topic)), (topic, []))
            mine.append(element(feed))
        return self._edited([self._addition(*each) for each in topics.values()])

    def move(self, url: str, topics: Sequence[str]) -> "OpmlFile":
        """Return the list with a subscription under other topics, its outline as it was."""
        changed = self.change(url, topics=", ".join(topics[1:]))
        outline = changed._outline(url)
        element = changed.data[outline.start : outline.end]
        rest = changed.remove(url)
        return rest._edited([rest._addition(tuple(topics[:1]), [element])])

    def remove(self, url: str) -> "OpmlFile":
        """Return the list without the subscription at `url`."""
        outline = self._outline(url)
        start, end = outline.start, outline.end
        line_start = self.data.rfind(b"\n", 0, start) + 1
        if not self.data[line_start:start].strip() and self.data[end : end + 1] in (b"\n", b"\r"):
            start = line_start
            end = self.data.find(b"\n", end) + 1
        return read(self.data[:start] + self.data[end:])

    def change(self, url: str, **values: str) -> "OpmlFile":
        """Return the list with attributes of one subscription set: OPML's names, or ours.

        An empty value removes the attribute. Ours (`folder`, `topics`, `weight`, `fulltext`) are
        written in our namespace.
        """
        return self.change_each({url: values})

    def change_each(self, changes: Mapping[str, Mapping[str, str]]) -> "OpmlFile":
        """Return the list with attributes of some subscriptions set, as `change` does, by URL."""
        edits: list[_Edit] = []
        for outline in self._outlines:
            if values := changes.get(outline.feed.url):
                tag = self.data[outline.start : outline.start_tag_end]
                for name, value in values.items():
                    ours = name in ("folder", "topics", "weight", "fulltext")
                    tag = with_attribute(tag, f"{PREFIX}:{name}" if ours else name, value)
                edits.append(_Edit(outline.start, outline.start_tag_end, tag))
        return self._edited(edits)

    def _outline(self, url: str) -> _Outline:
        return next(each for each in self._outlines if each.feed.url == url)

    def _addition(self, topic: tuple[str, ...], elements: Sequence[bytes]) -> "_Edit":
        """Return what adds `elements` at the end of `topic`, or of the list without one."""
        place, before, after, indent = self._body_end, b"", b"", b"    "
        if topic:
            group = next((g for g in self._groups if name_key(g.name) == name_key(topic[0])), None)
            if group is not None and group.inside_end >= 0:
                place, indent = group.inside_end, b"  " * (2 + len(group.path))
            else:
                name = quoted(topic[0])
                before = b"    <outline text=" + name + b">\n"
                after, indent = b"    </outline>\n", b"      "
        lines = b"".join(indent + element + b"\n" for element in elements)
        line_start = self.data.rfind(b"\n", 0, place) + 1
        if not self.data[line_start:place].strip():
            place = line_start
        else:
            before = b"\n" + before
        return _Edit(place, place, before + lines + after)

    def _edited(self, edits: Sequence["_Edit"]) -> "OpmlFile":
        """Return the list with all `edits` made, which do not overlap: it is read only once."""
        parts: list[bytes] = []
        position = 0
        for edit in sorted(edits, key=lambda edit: edit.start):
            parts += [self.data[position : edit.start], edit.written]
            position = edit.end
        return read(self._namespaced(b"".join([*parts, self.data[position:]])))

    def _namespaced(self, data: bytes) -> bytes:
        if self._has_namespace or f"{PREFIX}:".encode() not in data:
            return data
        declaration = f' xmlns:{PREFIX}="{NAMESPACE}"'.encode()
        return data[: self._root_end] + declaration + data[self._root_end :]


def read(data: bytes) -> OpmlFile:
    """Read an OPML document, which becomes UTF-8 and well-formed; raises `OpmlError`."""
    try:
        return _Reader(from_encoding(data)).read()
    except OpmlError:
        well_formed = made_well_formed(data)
        if well_formed == data:
            raise
        with suppress(OpmlError):
            return _Reader(well_formed).read()
        raise


def read_library(library: Path) -> OpmlFile:
    """Read the subscriptions of a library: none if it has no `feeds.opml`; raises `OpmlError`."""
    path = library / SUBSCRIPTIONS
    return read_file(path) if path.exists() else read(_EMPTY.encode())


def read_file(path: Path) -> OpmlFile:
    """Read an OPML file; raises `OpmlError`."""
    data = file_bytes(path)
    try:
        return read(data)
    except OpmlError as error:
        raise OpmlError(f"{path}: {error}") from error


def file_bytes(path: Path) -> bytes:
    """Return the content of a file that may be OPML; raises `OpmlError`."""
    try:
        data, _ = read_untrusted(str(path), MOST_BYTES + 1)
    except OSError as error:
        raise OpmlError(f"cannot read {path}: {reason(error)}") from error
    if data is None:
        raise OpmlError(f"cannot read {path}: {NOT_A_FILE}")
    if len(data) > MOST_BYTES:
        raise OpmlError(f"cannot read {path}: {_TOO_LARGE}")
    return data


@contextmanager
def changing(library: Path) -> Iterator[OpmlFile]:
    """Read the subscriptions of a library for a block that writes them: one process at a time.

    Raises `OpmlError`, also if others keep them for long.
    """
    with held_alone(state_folder() / "feeds.lock", _LOCK_SECONDS) as is_ours:
        if not is_ours:
            raise OpmlError(f"another Broadsheet is changing {library / SUBSCRIPTIONS}: try again")
        yield read_library(library)


def write_library(library: Path, subscriptions: OpmlFile) -> None:
    """Replace the subscriptions of a library, in a block of `changing`; raises `OpmlError`."""
    path = library / SUBSCRIPTIONS
    if len(subscriptions.data) > MOST_BYTES:
        raise OpmlError(f"cannot write {path}: {_TOO_LARGE}")
    try:
        with atomic_write(path, mode=0o644) as stream:
            stream.write(subscriptions.data.decode("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error  # not the name of a temporary file
        raise OpmlError(f"cannot write {path}: {reason}") from error


def export(subscriptions: Sequence[Subscription]) -> str:
    """Return a document with these subscriptions, for another program."""
    return read(_EMPTY.encode()).add(subscriptions).data.decode("utf-8")


def with_topics(feed: Subscription, topics: Sequence[str]) -> Subscription:
    """Return `feed` with more topics, after its own."""
    return replace(feed, topics=tuple(dict.fromkeys([*feed.topics, *topics])))


def same_feed(url: str) -> str:
    """Return what two spellings of a feed's address have in common."""
    return canonical_url(url) or url.strip().lower()


class _Reader:
    """Reads outlines with the places of their bytes."""

    def __init__(self, data: bytes) -> None:
        self._file = OpmlFile(data)
        self._open: list[tuple[int, int, Mapping[str, str] | None, _Group | None]] = []
        self._names: list[str] = []
        self._seen = set[str]()
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = self._refuse_entities
        self._path: list[str] = []

    def read(self) -> OpmlFile:
        try:
            self._parser.Parse(self._file.data, True)
        except (expat.ExpatError, ValueError, RecursionError) as error:
            raise OpmlError(f"this is not OPML: {error}") from error
        if self._file._body_end < 0:
            raise OpmlError("this is not OPML: it has no <body>")
        self._file._outlines.sort(key=lambda outline: outline.start)
        self._file.subscriptions = [outline.feed for outline in self._file._outlines]
        return self._file

    def _refuse_entities(self, *_declaration: object) -> None:
        raise OpmlError("it declares entities, which no OPML needs")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        self._names.append(name)
        if len(self._names) > _DEEPEST:
            raise OpmlError("it is nested too deeply")
        tag_end = self._tag_end(start)
        if len(self._names) == 1:
            is_empty = self._file.data[tag_end - 2 : tag_end] == b"/>"
            self._file._root_end = tag_end - (2 if is_empty else 1)
            self._file._has_namespace = f"xmlns:{PREFIX}" in attributes
        group = None
        if name.lower() == "outline":
            lower = {key.lower(): value for key, value in attributes.items()}
            if not lower.get("xmlurl"):
                topic = clean_line(lower.get("text") or lower.get("title") or "")
                self._path.append(topic)
                group = _Group(topic, tuple(self._path))
                self._file._groups.append(group)
            self._open.append((start, tag_end, lower if group is None else None, group))
        else:
            self._open.append((start, tag_end, None, None))

    def _end(self, name: str) -> None:
        at = self._parser.CurrentByteIndex
        start, tag_end, attributes, group = self._open.pop()
        self._names.pop()
        is_empty = self._file.data[tag_end - 2 : tag_end] == b"/>"
        if name.lower() == "body" and len(self._names) == 1 and not is_empty:
            self._file._body_end = at
        if group is not None:
            group.inside_end = -1 if is_empty else at
            self._path.pop()
        if attributes is not None:
            end = tag_end if is_empty else self._file.data.index(b">", at) + 1
            self._note(attributes, start, tag_end, end)

    def _note(self, attributes: Mapping[str, str], start: int, tag_end: int, end: int) -> None:
        url = feed_address(attributes["xmlurl"])
        title = clean_line(attributes.get("text") or attributes.get("title") or "")
        judged = check_url(url)
        if not isinstance(judged, SafeLink):
            self._file.ignored.append(clean_line(f"{title or url}: {judged.reason}"))
            return
        if same_feed(url) in self._seen:
            self._file.ignored.append(clean_line(f"{title or url}: subscribed twice"))
            return
        self._seen.add(same_feed(url))
        nested = [topic for topic in self._path if topic]
        own = attributes.get(f"{PREFIX}:topics", "").split(",")
        topics = (topic for each in (*nested, *own) if (topic := clean_line(each)))
        feed = Subscription(
            url=url,
            title=title,
            site=clean_line(attributes.get("htmlurl", "")),
            topics=tuple(dict.fromkeys(topics)),
            folder=_safe_folder(attributes.get(f"{PREFIX}:folder", "")),
            weight=weight_in(attributes.get(f"{PREFIX}:weight", "")) or 0,
            fulltext=attributes.get(f"{PREFIX}:fulltext", "") == "true",
        )
        self._file._outlines.append(_Outline(feed, start, tag_end, end))

    def _tag_end(self, start: int) -> int:
        """Return where the tag that begins at `start` ends: at the first `>` outside quotes."""
        data, position, quote = self._file.data, start, 0
        while True:
            byte = data[position]
            if quote:
                quote = 0 if byte == quote else quote
            elif byte in b"\"'":
                quote = byte
            elif byte == ord(">"):
                return position + 1
            position += 1


def _safe_folder(name: str) -> str:
    """Return a folder's name if it is one plain name below the library, else nothing."""
    cleaned = clean_line(name)
    is_plain = cleaned == name and "/" not in name and not name.startswith(".")
    return name if is_plain and len(name.encode("utf-8", "replace")) <= 200 else ""
