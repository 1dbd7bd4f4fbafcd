"""The order and the tree of topics, if the library defines them in `_data/topics/*.yaml`."""

import os
from dataclasses import dataclass
from heapq import nsmallest
from pathlib import Path

from broadsheet.articles.model import Problem
from broadsheet.articles.yaml_reader import FrontMatterError, parse_yaml
from broadsheet.config.settings import FolderRules
from broadsheet.library.files.folder import TOPICS_FOLDER
from broadsheet.library.files.found import FoundFile, found_at
from broadsheet.library.files.rules import NO_RULES, Links
from broadsheet.text.door import clean_line
from broadsheet.untrusted_file import NOT_A_FILE, read_untrusted, reason

MOST_TOPICS = 5_000
_LARGEST = 64 * 1024  # bytes of a file
_LARGEST_TOGETHER = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as the library defines it: its name, the name of its parent, its position."""

    name: str
    parent: str
    position: int


def topics_fingerprint(root: Path, rules: FolderRules = NO_RULES) -> str:
    """Return a text that changes when a file that defines topics is added, removed or changed."""
    files, *_ = _files(root, rules)
    return repr([tuple(file) for file in files]) if files else ""


def read_topics(root: Path, rules: FolderRules = NO_RULES) -> tuple[list[Topic], list[Problem]]:
    """Read the topics of the library at `root`, in the order of their files' names."""
    files, count, problems = _files(root, rules)
    topics: list[Topic] = []
    left, looked_at = _LARGEST_TOGETHER, 0
    for file in files:
        if left < 0:
            break
        looked_at += 1
        left -= max(file.size, 0)
        path = f"{TOPICS_FOLDER}/{file.path}"
        topic = _topic(root, path, len(topics))
        if isinstance(topic, Topic):
            topics.append(topic)
        else:
            problems.append(topic)
    if looked_at < count:
        why = f"only the first {looked_at:,} of {count:,} topics are read"
        problems.append(Problem(TOPICS_FOLDER, why))
    return topics, problems


def _files(root: Path, rules: FolderRules) -> tuple[list[FoundFile], int, list[Problem]]:
    """Return the files that define topics, up to a limit; how many there are; and problems."""
    folder = f"{root}/{TOPICS_FOLDER}"
    links = Links(root, rules)
    if fault := links.fault(folder):
        return [], 0, [Problem(TOPICS_FOLDER, fault)]
    names: list[str] = []
    problems: list[Problem] = []
    try:
        with os.scandir(folder) as listing:
            for entry in listing:
                if not entry.name.endswith(".yaml"):
                    continue
                if entry.is_symlink() and (fault := links.fault(entry.path)):
                    problems.append(Problem(f"{TOPICS_FOLDER}/{entry.name}", fault))
                else:
                    names.append(entry.name)
    except OSError:
        return [], 0, []
    files = (found_at(f"{folder}/{name}", name) for name in nsmallest(MOST_TOPICS, names))
    return [file for file in files if file is not None], len(names), problems


def _topic(root: Path, path: str, position: int) -> Topic | Problem:
    """Read one file; return a problem if there is no topic in it."""
    try:
        data, _ = read_untrusted(f"{root}/{path}", _LARGEST + 1)
    except OSError as error:
        return Problem(path, clean_line(reason(error)))
    if data is None:
        return Problem(path, NOT_A_FILE)
    if len(data) > _LARGEST:
        return Problem(path, f"this topic is ignored: its file is larger than {_LARGEST:,} bytes")
    try:
        fields = parse_yaml(data.decode("utf-8-sig", "replace"))
    except FrontMatterError as error:
        return Problem(path, clean_line(f"this topic cannot be read: {error}"), error.line + 1)
    name, parent = fields.get("name"), fields.get("parent")
    if not isinstance(name, str) or not (name := clean_line(name)):
        return Problem(path, "a topic needs a name", field="name")
    return Topic(name, clean_line(parent) if isinstance(parent, str) else "", position)
