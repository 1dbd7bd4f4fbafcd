"""A folder of articles that changes under a reader, and knows what it should hold."""

from pathlib import Path
from random import Random

from tests.hostile import HOSTILE_STRINGS

_TOPICS = ("AI", "AI Hardware", "Portals", "Économie", "C++")
_TYPES = ("article", "video", "course", "forum")
_WORDS = (
    "chips",
    "are",
    "scarce",
    "again",
    "factories",
    "infrastructure",
    "news",
    "portal",
    "über",
)
_RENAMED = " renamed.md"
_BURST = 500


class ChangingFolder:
    """Changes articles at random, as an editor, a feed or a `git pull` does."""

    def __init__(self, root: Path, articles: int, random: Random) -> None:
        self.root = root
        self.changes = 0
        self._random = random
        self._number = 0
        self._files: dict[str, bytes] = {}
        for _ in range(articles):
            self._add()

    def change(self) -> None:
        """Make one change, or now and then hundreds."""
        self.changes += 1
        kinds = (self._add, self._add, self._edit, self._edit, self._delete, self._rename)
        self._random.choice((*kinds, self._break, self._empty))()

    def pull(self) -> None:
        """Add, change and delete hundreds of articles at once."""
        self.changes += 1
        for _ in range(_BURST):
            self._random.choice((self._add, self._edit, self._delete))()

    def differences(self) -> list[str]:
        """Name the files that are not as this left them: somebody else wrote, or deleted them."""
        there = {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file()
        }
        return sorted(name for name, _ in self._files.items() ^ there.items())

    def _write(self, name: str, data: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        self._files[name] = data

    def _some(self) -> str | None:
        return self._random.choice(list(self._files)) if self._files else None

    def _add(self) -> None:
        self._number += 1
        self._write(f"{self._number % 5}/{self._number}.md", self._article(self._number))

    def _edit(self) -> None:
        if name := self._some():
            self._write(name, self._article(int(Path(name).stem.partition(" ")[0])))

    def _delete(self) -> None:
        if name := self._some():
            self._take(name)

    def _rename(self) -> None:
        if name := self._some():
            stem = name.removesuffix(_RENAMED).removesuffix(".md")
            self._write(stem + (".md" if name.endswith(_RENAMED) else _RENAMED), self._take(name))

    def _take(self, name: str) -> bytes:
        (self.root / name).unlink()
        return self._files.pop(name)

    def _break(self) -> None:
        if name := self._some():
            data = self._files[name]
            cut = self._random.randrange(len(data) + 1)
            hostile = self._random.choice(HOSTILE_STRINGS).text
            self._write(name, data[:cut] + hostile.encode("utf-8", "surrogatepass"))

    def _empty(self) -> None:
        if name := self._some():
            self._write(name, b"")

    def _article(self, number: int) -> bytes:
        random = self._random
        title = " ".join(random.choices(_WORDS, k=random.randrange(2, 12)))
        lines = [
            "---",
            f'title: "{title} {number}"',
            f"excerpt: {' '.join(random.choices(_WORDS, k=30))}",
            f"originalUrl: https://example.com/{number}",
            f"publishedDateTime: 2023-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}",
            f"type: {random.choice(_TYPES)}",
            f"provider: {{name: Provider {number % 7}, domain: p{number % 7}.example}}",
            f"topics: [{', '.join(random.sample(_TOPICS, k=2))}]",
            f"related: [{{title: {title}, webUrl: 'https://example.com/{number // 2}'}}]",
        ]
        if random.random() < 0.7:
            lines += [f"quality: {random.randrange(190)}", f"heat: {random.randrange(-1, 900)}"]
        body = "\n\n".join(
            random.choice(("## {}", "- {}", "<p>{}</p>", "> {}", "{}")).format(
                " ".join(random.choices(_WORDS, k=40))
            )
            for _ in range(random.randrange(12))
        )
        return "\n".join([*lines, "---", body]).encode()
