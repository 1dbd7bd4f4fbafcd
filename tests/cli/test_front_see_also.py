"""Stories that may be about the same event are named next to each other on a front page."""

import json
from pathlib import Path

from tests.cli.commands import Run
from tests.library.stories.events import write_report

MODEL = ("Press", "Rivals use the model Babel-3 to write formulas for offices", 140)
IDEAS = ("Maker", "Introducing Ideas, where plain words become formulas by Babel-3", 71)


def test_a_page_names_stories_that_may_be_one(run: Run, tmp_path: Path) -> None:
    for number in range(100):
        words = (f"{number * step:x}q" for step in (7919, 104729, 1299709))
        report = (f"Provider {number}", " ".join(words), 10)
        write_report(
            tmp_path, f"{number}.md", *report, date=f"2023-04-{1 + number % 28:02}T09:00:00Z"
        )
    for number, report in enumerate((MODEL, IDEAS)):
        hour = 8 + 13 * number  # not so soon after each other that it says they are one
        write_report(tmp_path, f"z{number}.md", *report, date=f"2023-05-18T{hour:02}:00:00Z")
    first, second = run("front", str(tmp_path), "--limit", "2").stdout.splitlines()[1::3]
    assert first.endswith("Press · see also 2")
    assert second.endswith("Maker · see also 1")
    found = run("front", str(tmp_path), "--limit", "2", "--json").stdout.splitlines()
    assert [json.loads(line)["see_also"] for line in found] == [["z1.md"], ["z0.md"]]
    page = run("front", str(tmp_path), "--limit", "2", "--markdown").stdout
    assert "Press, 18 May 2023. See also 2.\n" in page
