"""When a feed is asked next, and why: apart from how, so that each rule can be read and tested.

The figures come from what servers ask for and ban clients for: see the table in docs/feeds.md.
All times are seconds since the epoch.
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from re import search
from typing import Self

from broadsheet.web.politeness import http_date

SOONEST = 60 * 60
"""No feed is asked more often."""

LATEST = 7 * 24 * 3600
"""No feed is left unasked for longer, whatever it says; unless it is gone."""

DAILY = 24 * 3600
_JITTER = 0.1
VALIDATORS_LAST = 8 * 24 * 3600
"""After this time a validator is dropped, and the document fetched in full."""

REPORTED_AFTER = 3 * 24 * 3600
"""A feed that fails for longer than this is reported."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a feed says in its document about being asked; see `model.FeedDocument`."""

    every: int = 0
    skip_hours: Sequence[int] = ()
    skip_days: Sequence[int] = ()

    def __str__(self) -> str:
        """Return the wishes as one line, which `parse` reads."""
        return json.dumps([self.every, list(self.skip_hours), list(self.skip_days)])

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read what `str` wrote; nothing if it is empty."""
        return cls(*json.loads(line)) if line else cls()


def after_success(
    now: float,
    headers: Mapping[str, str],
    wishes: Wishes = Wishes(),
    *,
    has_validators: bool,
) -> float:
    """Return when to ask again after a 200 or 304."""
    wait = max(
        SOONEST,
        _fresh_for(now, headers),
        wishes.every,
        0 if has_validators else DAILY,
    )
    due = now + min(LATEST, _a_little_later(wait))
    return min(_outside(due, wishes), now + LATEST)


def after_failure(now: float, failures: int) -> float:
    """Return when to ask again after the `failures`-th failure in a row: from an hour to a day."""
    wait = min(DAILY, SOONEST << min(10, max(0, failures - 1)))
    return now + _a_little_later(wait)


def is_due(now: float, next_at: float, checked_at: float) -> bool:
    """Tell whether a feed is due; a clock that was wrong must not keep it waiting forever."""
    return next_at <= now or checked_at > now or next_at > now + LATEST * (1 + _JITTER)


def _fresh_for(now: float, headers: Mapping[str, str]) -> float:
    control = headers.get("cache-control", "").lower()
    age = search(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", control)
    if age:
        return float(age[1])
    expires = http_date(headers.get("expires", ""))
    return max(0.0, expires - now) if expires is not None else 0.0


def _outside(due: float, wishes: Wishes) -> float:
    """Move `due` out of the hours and days in which the feed does not want to be asked."""
    hours, days = set(wishes.skip_hours), set(wishes.skip_days)
    if len(hours) >= 24 or len(days) >= 7:
        return due
    for _ in range(24 * 8):
        moment = datetime.fromtimestamp(due, UTC)
        if moment.hour not in hours and moment.weekday() not in days:
            return due
        due += 3600 - due % 3600
    return due


def _a_little_later(wait: float) -> float:
    """Return a wait with a random addition, so that not all who read a feed ask at once."""
    return wait * (1 + _JITTER * random.random())  # noqa: S311 - no secret depends on it
