"""What a link from one file to another may name: paths in the library, else a file's name.

The programs that people write in differ: a link is a path, with or without its suffix, from the
file itself or from the folder that holds everything, or only the name of a file somewhere.
"""

import posixpath
import re
from typing import NamedTuple
from urllib.parse import unquote

from broadsheet.text.folding import fold
from broadsheet.text.patterns import compiled_later

SUFFIXES = (".md", ".markdown", ".mdx", ".txt", ".html", ".htm")
"""How the names of files with articles end."""

_SCHEME = compiled_later(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# Zola's `@/` and Pelican's `{filename}` stand for the folder of all articles.
_ROOT = compiled_later(r"@/|[{|](?:filename|static|attach)[}|]/")
_HERE = compiled_later(r"[{|](?:filename|static|attach)[}|]")
_PLAY = r"mp[34]|m4[av]|webm|mov|wav|ogg|flac"
_OTHER_FILE = compiled_later(
    rf"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|ico|{_PLAY}|pdf|docx?|xlsx?|pptx?|epub|zip|gz|csv|json"
    r"|xml|ya?ml|toml|css|js|py|canvas|base)$",
    re.IGNORECASE,
)
_PERMALINK = compiled_later(r"(?:^|/)([0-9]{4})/([0-9]{2})/([0-9]{2})/([^/]+)$")
_LONGEST = 1_000


class NamedFile(NamedTuple):
    """What a link names: the first of `paths` that exists, else a file called `name`.

    `folders` are those that the link gives, the innermost first, folded like `name`.
    """

    text: str
    paths: tuple[str, ...]
    name: str
    folders: tuple[str, ...]

    def may_be(self, path: str) -> bool:
        """Tell whether the folders of `path` are those of the link, as far as both name any."""
        return all(
            ours == theirs for ours, theirs in zip(self.folders, folders(path), strict=False)
        )


def file_name(path: str) -> str:
    """Return what links may call the file at `path`: its folded name, without the suffix.

    A file called `index` has the name of its folder.
    """
    folder, _, name = path.rpartition("/")
    name = _without_suffix(name)
    if name.lower() == "index" and folder:
        name = folder.rpartition("/")[2]
    return fold(name)


def folders(path: str) -> tuple[str, ...]:
    """Return the folded names of the folders that `path` gives, the innermost first."""
    names = path.split("/")[:-1]
    if names and _without_suffix(path.rpartition("/")[2]).lower() == "index":
        del names[-1]
    return tuple(fold(name) for name in reversed(names) if name not in ("", ".", ".."))


def named_file(href: str, from_path: str) -> NamedFile | None:
    """Return what a link in the file `from_path` names; None if it leads to no file."""
    if _SCHEME.match(href) or len(href) > _LONGEST:
        return None
    text = unquote(href.partition("#")[0].partition("?")[0]).replace("\\", "/").strip()
    text = text.encode("utf-8", "replace").decode()
    is_from_root = text.startswith("/") or bool(_ROOT.match(text))
    path = _HERE.sub("", text.removeprefix("@"), count=1).lstrip("/")
    if not path.strip("./ ") or _OTHER_FILE.search(path):
        return None
    starts = ["", "content"] if is_from_root else [posixpath.dirname(from_path), "", "content"]
    paths = [
        spelling
        for start in dict.fromkeys(starts)
        for spelling in _spellings(posixpath.normpath(posixpath.join(start, path)))
    ]
    plain = path.rstrip("/")
    if dated := _PERMALINK.search(plain):
        # What a site makes of the file `2024-02-03-name.md`, which may be in any folder.
        return NamedFile(text, tuple(paths), file_name("-".join(dated.groups())), ())
    return NamedFile(text, tuple(paths), file_name(plain), folders(plain))


def _spellings(path: str) -> list[str]:
    if path == ".." or path.startswith("../"):
        return []
    if path.lower().endswith(SUFFIXES):
        return [path]
    return [path + ending for ending in ("", *SUFFIXES, "/index.md", "/index.html")]


def _without_suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return stem if stem and dot + suffix.lower() in SUFFIXES else name
