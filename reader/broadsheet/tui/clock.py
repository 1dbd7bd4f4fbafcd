"""The time that the screen reckons with; pictures and tests put another one in its place."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current time, with its time zone."""
    return datetime.now(UTC)
