"""Nothing is painted unless everything is as it was, and nothing but text and colours."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from broadsheet.articles.article_keys import canonical_url, key64
from broadsheet.marks.store import Marks
from tests.files import write_article
from tests.terminal.conftest import StartProgram, StartReader
from tests.terminal.first_frame.frames import frame_in, is_painted, painted, put_back
from tests.terminal.leaving import assert_leaves_well


def star(environment: dict[str, str]) -> None:
    address = canonical_url("https://example.com/a")
    with Marks(Path(environment["XDG_DATA_HOME"], "broadsheet", "marks.sqlite")) as marks:
        marks.mark("starred", True, [(key64(address), address)])


def changes(environment: dict[str, str]) -> Iterator[str]:
    """Change one thing after the other, and name it; each is undone before the next."""
    usual = dict(environment)
    for other in ({"TZ": "Pacific/Kiritimati"}, {"NO_COLOR": "1"}, {"TERM": "xterm-16color"}):
        environment |= other
        yield repr(other)
        environment.clear()
        environment |= usual
    settings = Path(environment["XDG_CONFIG_HOME"], "broadsheet")
    settings.mkdir()
    (settings / "config.toml").write_text('theme = "nord"\n')
    yield "the settings"
    (settings / "config.toml").unlink()
    (settings / "themes").mkdir()
    yield "a theme"
    shutil.rmtree(settings)
    layout = Path(environment["XDG_STATE_HOME"], "broadsheet", "layout.json")
    assert not layout.exists()
    layout.write_text('{"arrangement": "list"}')
    yield "the layout"
    layout.unlink()
    [index] = Path(environment["XDG_CACHE_HOME"], "broadsheet", "libraries").glob("*.sqlite")
    before = index.stat()
    os.utime(index)
    yield "the index"
    os.utime(index, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_nothing_is_painted_in_another_size_or_after_a_change(
    start: StartProgram, environment: dict[str, str], library: Path, kept: Path
) -> None:
    frame = kept.read_bytes()
    assert is_painted(start, library)
    assert not kept.exists()  # a crash would leave none
    put_back(kept, frame)
    assert not is_painted(start, library, columns=119)
    for change in changes(environment):
        put_back(kept, frame)
        assert not is_painted(start, library), change
    put_back(kept, frame)
    assert is_painted(start, library), "something was not undone"
    put_back(kept, frame)
    library.rename(library.with_name("moved"))
    assert not is_painted(start, library)
    library.with_name("moved").rename(library)
    put_back(kept, frame)
    star(environment)
    assert not is_painted(start, library)


def test_nothing_is_painted_when_an_age_has_changed(
    reader: StartReader, start: StartProgram, news: Path, frames: Path
) -> None:
    an_hour_old = time.time() - 3600 + 4
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(an_hour_old))
    write_article(news, "a.md", "Night trains return", f"date: {moment}")
    terminal = reader(str(news))
    terminal.wait_for_text("Night trains return")
    terminal.settle()
    assert_leaves_well(terminal)
    kept = frame_in(frames)
    until = float(kept.read_bytes().split(b"\n")[4])
    assert until - an_hour_old == pytest.approx(3600 if until < time.time() + 60 else 7200, abs=1)


def hostile(frame: bytes, screen: bytes) -> bytes:
    """The file with another screen, and with the checksum that suits it."""
    body = b"\n".join([*frame.split(b"\n")[2:5], screen])
    return b"broadsheet frame 1\n%08x\n" % crc32(body) + body


PAINT_EACH = """\
import os, sys
from broadsheet.first_frame import painting
sys.argv[0] = "broadsheet"
[kept, cases] = os.environ["KEPT"], os.environ["CASES"]
for case in sorted(os.listdir(cases)):
    os.rename(f"{cases}/{case}", kept)
    painting.paint()
    if painting._before:
        painting.give_back()
        print(f"painted: {case}")
"""

HOSTILE = (
    b"\x1b[1;1H\x1b]52;c;Y2FsYw==\x07",
    b"\x1b[1;1H\x1b[2J",
    b"\x1b[1;1H\x1b[?1049l",
    b"\x1b[41;1Hbelow",
    b"\x1b[1;121Hbeside",
    b"\x1b[1;1Ha\x07",
    b"\x1b[1;1H\xc2\x9b2J",
    "\x1b[1;1H\u202eback".encode(),
    b"\x1b[1;1H\x1bPq\x1b\\",
    b"\x1b[\x1b[1;1H",
    b"text",
)


def test_a_hostile_file_is_ignored(
    start: StartProgram, environment: dict[str, str], library: Path, kept: Path, tmp_path: Path
) -> None:
    frame = kept.read_bytes()
    cases = tmp_path / "cases"
    cases.mkdir()
    environment |= {"KEPT": str(kept), "CASES": str(cases)}
    damaged = (frame[:-1], frame.replace(b"Night", b"Right"), b"", b"\n\n\n\n\n", b"x" * 99)
    for number, content in enumerate([*(hostile(frame, screen) for screen in HOSTILE), *damaged]):
        put_back(cases / f"hostile {number}", content)
    put_back(cases / "readable by others", frame)
    (cases / "readable by others").chmod(0o644)
    put_back(tmp_path / "other", frame)
    (cases / "a link").symlink_to(tmp_path / "other")
    os.mkfifo(cases / "a pipe", 0o600)
    put_back(cases / "harmless", hostile(frame, b"\x1b[1;1Hharmless"))
    put_back(cases / "as it was", frame)
    terminal = painted(start, library, paint=PAINT_EACH)
    assert not [*cases.iterdir()]
    assert terminal.text.split("\n")[:3] == ["painted: as it was", "painted: harmless", ""]
