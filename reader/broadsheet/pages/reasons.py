"""Why there is no full text of an article, each reason one clear sentence."""

from typing import Literal, get_args

from broadsheet.records import record

LEAST_TEXT = 400
"""Characters; a text with fewer is no article."""

Kind = Literal[
    "no address", "offline", "refused", "timeout", "too large", "redirects", "tls", "network",
    "status", "busy", "not html", "too hard", "paywall", "script", "video", "no text", "shorter",
    "not installed", "failed",
]  # fmt: skip

PASSING: frozenset[Kind] = frozenset(
    {"offline", "timeout", "network", "tls", "busy", "not installed", "failed"}
)
"""Kinds of failure that may be over at the next attempt."""

NOT_INSTALLED = (
    "Reading pages needs the package trafilatura. "
    "Install Broadsheet with its extra “full”: pipx install '.[full]'."
)


@record
class Missing:
    """Why there is no text; `sentence` is safe to show."""

    kind: Kind
    sentence: str


def missing_of(kind: object, sentence: object) -> Missing | None:
    """Return the reason that was written as a kind and a sentence; None if it is none."""
    kinds: tuple[Kind, ...] = get_args(Kind)
    known = next((each for each in kinds if each == kind), None)
    return Missing(known, sentence) if known and isinstance(sentence, str) else None


def no_address() -> Missing:
    """Return the reason for an article without a web address."""
    return Missing("no address", "The article has no web address.")


def answered(status: int, host: str) -> Missing:
    """Return the reason for an answer other than a page."""
    match status:
        case 404 | 410:
            return Missing("status", f"The page is gone: {host} answered {status}.")
        case 401 | 402 | 403 | 451:
            return Missing("status", f"{host} does not show the page to programs ({status}).")
        case 429 | 503:
            return Missing("busy", f"{host} asks for a pause ({status}). Try again later.")
    return Missing("status", f"{host} answered {status} instead of a page.")


def not_html(content_type: str) -> Missing:
    """Return the reason for a document of another kind than HTML."""
    kind = content_type.partition(";")[0].strip().lower()
    known = {"application/pdf": "a PDF document"}
    main, _, _ = kind.partition("/")
    what = known.get(kind) or {
        "image": "a picture",
        "audio": "a sound file",
        "video": "a video",
    }.get(main)
    return Missing("not html", f"The page is {what or 'not HTML'}.")


def not_fetched(kind: Kind, sentence: str, most: int) -> Missing:
    """Return the reason for a page that was not received, or not entirely."""
    match kind:
        case "too large":
            return Missing(kind, f"The page is larger than {most // 1024**2} MB.")
        case "offline":
            return Missing(kind, f"The page cannot be reached: {sentence}.")
        case "refused":
            return Missing(kind, f"The page is not fetched: {sentence}.")
        case "redirects":
            return Missing(kind, "The page leads in circles: too many redirects.")
    return Missing(kind, f"The page could not be fetched: {sentence}.")


def without_text(sign: str, characters: int) -> Missing:
    """Return the reason for a page whose text is too short, given what the page is a sign of."""
    match sign:
        case "paywall":
            return Missing("paywall", "The page shows its text to subscribers only.")
        case "script":
            return Missing("script", "The page shows its text only with JavaScript.")
        case "video":
            return Missing("video", "The page is a video with hardly any text.")
    return Missing("no text", f"The page has hardly any text ({characters} characters).")


SHORTER = Missing("shorter", "The page has less text than the article already shows.")
UNREADABLE = Missing("too hard", "The page cannot be read.")
TOO_HARD = Missing("too hard", "Reading the page took too much time or memory.")
