"""From an excerpt to the entire article, and back to it by a word it said, without a network."""

import shutil
from pathlib import Path

from broadsheet.paths import bundled
from tests.feeds.server import allow_this_machine, running
from tests.pages.samples import SENTENCE, page
from tests.terminal.conftest import StartReader
from tests.terminal.terminal import Terminal

TITLE = "Takeaways from infra/STRUCTURE 2023"


def test_a_text_is_fetched_read_found_by_its_words_and_all_of_it_again_offline(
    reader: StartReader, environment: dict[str, str], tmp_path: Path
) -> None:
    library = tmp_path / "seeds"
    shutil.copytree(bundled("seeds"), library)
    file = next(each for each in library.iterdir() if TITLE in each.read_text("utf-8"))
    allow_this_machine(Path(environment["XDG_CONFIG_HOME"]))
    with running() as server:
        text = file.read_text("utf-8")
        for site in ("www.itworldcanada.com", "www-itworldcanada-com.cdn.ampproject.org"):
            text = text.replace(f"https://{site}/", server.url(f"/{site}/"))
        file.write_text(text, "utf-8")
        start, _, end = "/www.itworldcanada.com/blog/", "", "/551361"
        path = text.partition(server.url(start))[2].partition(end)[0]
        server.pages |= {
            f"{start}{path}{end}": page("<div id='root'></div><script src='app.js'></script>"),
            f"{start}{path}{end}?amp=1": page(
                f"<p>{SENTENCE * 5}</p><p>The snowplough leads the way. {SENTENCE * 5}</p>"
            ),
        }
        terminal = reader(str(library))
        terminal.wait_for_text(TITLE)
        terminal.wait_for_text("My company has taken part")
        terminal.press("f")
        terminal.wait_for_text("The snowplough leads the way.")
        terminal.wait_until_gone("My company has taken part")
        assert [asked for _, asked in server.requests] == [*server.pages]
        _find(terminal)
        terminal.press("q")
        assert terminal.wait_exit() == 0

    terminal = reader(str(library))
    terminal.wait_for_text("The snowplough leads the way.")
    _find(terminal)
    terminal.press("f")
    terminal.wait_for_text("My company has taken part")
    terminal.press("q")
    assert terminal.wait_exit() == 0


def _find(terminal: Terminal) -> None:
    terminal.press("/")
    terminal.type("text:snowplough")
    terminal.wait_for_text("1 of 2 articles")
    terminal.press("esc")
    terminal.wait_until_gone("text:snowplough")
