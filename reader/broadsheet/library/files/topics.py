"""The order and the tree of topics, where the library describes them in `_data/topics/*.yaml`."""

import os
from dataclasses import dataclass
from pathlib import Path

from broadsheet.articles.model import Problem
from broadsheet.articles.yaml_reader import FrontMatterError, parse_yaml
from broadsheet.library.files.folder import TOPICS_FOLDER
from broadsheet.text.door import clean_line

_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as the library describes it: its name, the name it stands below, its place."""

    name: str
    parent: str
    position: int


def topics_fingerprint(root: Path) -> str:
    """Return what changes when a file that describes topics comes, goes or changes."""
    try:
        with os.scandir(root / TOPICS_FOLDER) as listing:
            statuses = sorted((entry.name, entry.stat()) for entry in listing)
    except OSError:
        return ""
    return repr([(name, status.st_size, status.st_mtime_ns) for name, status in statuses])


def read_topics(root: Path) -> tuple[list[Topic], list[Problem]]:
    """Read the topics of the library at `root`, in the order of their files' names."""
    folder = root / TOPICS_FOLDER
    topics: list[Topic] = []
    problems: list[Problem] = []
    if not folder.is_dir():
        return topics, problems
    for file in sorted(folder.glob("*.yaml")):
        path = clean_line(f"{TOPICS_FOLDER}/{file.name}")
        try:
            with file.open("rb") as stream:
                fields = parse_yaml(stream.read(_LARGEST).decode("utf-8-sig", "replace"))
        except (OSError, FrontMatterError) as error:
            problems.append(Problem(path, clean_line(f"this topic cannot be read: {error}")))
            continue
        name, parent = fields.get("name"), fields.get("parent")
        if isinstance(name, str) and (name := clean_line(name)):
            parent = clean_line(parent) if isinstance(parent, str) else ""
            topics.append(Topic(name, parent, len(topics)))
        else:
            problems.append(Problem(path, "a topic needs a name", field="name"))
    return topics, problems
