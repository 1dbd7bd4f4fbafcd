"""Parts of the main screen that need no screen."""

from broadsheet.library.query.parse import Query
from broadsheet.library.sync.progress import Progress
from broadsheet.library.view import View
from broadsheet.tui.messages import SyncProgressed
from broadsheet.tui.parts.trail import ListLeft, Place, Trail
from broadsheet.tui.parts.view_runner import ViewRequest


def test_a_trail_leads_back_in_reverse() -> None:
    trail = Trail()
    for article_id in (1, 2, 3):
        trail.leave(Place(article_id, "detail"))
    assert [trail.back("detail") for _ in range(4)] == [
        *(Place(article_id, "detail") for article_id in (3, 2, 1)),
        None,
    ]
    assert trail.last is None


def test_a_place_that_is_left_twice_is_returned_to_once() -> None:
    trail = Trail()
    trail.leave(Place(1, "table"))
    trail.leave(Place(1, "table"))
    assert [trail.back("table"), trail.back("table")] == [Place(1, "table"), None]


def test_an_article_left_from_the_table_is_returned_to_from_the_table_only() -> None:
    trail = Trail()
    trail.leave(Place(1, "table"))
    assert trail.back("detail") is None
    assert trail.back("table") == Place(1, "table")


def test_only_the_last_lists_keep_their_articles() -> None:
    trail = Trail()
    for article_id in range(10):
        listed = ListLeft(ViewRequest(Query(), ()), (), 0, View(Query(), ()), None)
        trail.leave(Place(article_id, "table", listed))
    kept = []
    while (place := trail.back("table")) is not None:
        assert place.listed is not None
        kept.append(place.listed.view is not None)
    assert kept == [True] * 8 + [False] * 2


def test_what_a_look_at_the_folder_found_is_never_dropped_for_the_next_report() -> None:
    found = SyncProgressed(Progress("done", added=3))
    looking = SyncProgressed(Progress("looking"))
    assert not found.can_replace(looking)
    assert looking.can_replace(found)
