"""Other words by which people look for a command: those of other programs, and of their problem."""

from broadsheet.config.editable import EDITABLE

OF_ACTIONS = {
    "next_pane": "focus switch window",
    "previous_pane": "focus switch window",
    "toggle_sidebar": "topics providers views panel hide show",
    "shrink_pane": "resize narrower width smaller",
    "enlarge_pane": "resize wider width bigger",
    "reset_pane": "resize width default",
    "rearrange": "layout columns stacked split view",
    "choose": "open enter follow select",
    "back": "previous return history",
    "open": "browser web url visit website",
    "full_text": "fetch download article body content load",
    "reading_mode": "zen focus fullscreen maximise maximize zoom distraction",
    "picture": "image photo thumbnail",
    "why": "explain score ranking reason info",
    "links": "url address hyperlinks",
    "copy_url": "clipboard yank link address share",
    "source": "file raw yaml markdown front matter view",
    "search": "find filter query grep",
    "find_text": "grep within page",
    "clear_search": "reset filter cancel all articles",
    "sort_quality": "order best score",
    "sort_heat": "order hot popular score",
    "sort_date": "order newest latest oldest time",
    "toggle_excerpts": "summary preview lines description",
    "columns": "table width order fields",
    "charts": "graph statistics stats trends trending rising picture",
    "refresh_library": "reload update fetch sync rescan feeds new",
    "next_unread": "jump skip",
    "previous_unread": "jump skip",
    "toggle_read": "mark unread seen done",
    "toggle_starred": "favourite favorite bookmark like save keep unstar",
    "toggle_later": "read later bookmark queue keep save pocket offline",
    "mute": "rules block hide ignore filter boost silence kill",
    "part_story": "split duplicate ungroup cluster",
    "mark_all_read": "catch up clear done everything",
    "undo": "revert restore mistake",
    "subscribe": "add feed rss atom opml new source",
    "feeds": "rss atom opml subscriptions unsubscribe remove sources manage",
    "problems": "errors broken skipped warnings check",
    "settings": "configuration options preferences bind rebind keymap hotkeys editor",
    "help": "bind rebind keymap shortcuts hotkeys manual usage query language documentation",
    "app_suspend_process": "background shell job",
    "quit": "exit close leave bye",
}
"""By the names that actions have in `[keys]`."""

_SETTINGS = " ".join(setting.name.replace(".", " ") for setting in EDITABLE)

THEME = "colours colors dark light mode night day font appearance scheme style look background"


def other_words(action: str) -> str:
    """Return the words that an action is also found by, given its name in `[keys]`."""
    words = OF_ACTIONS.get(action, "")
    return f"{words} {_SETTINGS}" if action == "settings" else words
