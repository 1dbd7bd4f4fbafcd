"""The time that the screen uses; pictures and tests replace it."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current time, with its time zone."""
    return datetime.now(UTC)
