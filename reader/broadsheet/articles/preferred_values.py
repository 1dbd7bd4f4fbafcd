"""Chooses the value of each field when a file gives several."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from broadsheet.articles.addresses import address
from broadsheet.articles.dates import read_date
from broadsheet.articles.fields import (
    FULL_TITLE_RANK,
    OWN,
    Candidate,
    Where,
    arrange,
    has_only_ours,
)
from broadsheet.articles.values import (
    INTEGER,
    TRUTHS,
    URL_NAMES,
    date_text,
    is_absent,
    meaning,
)
from broadsheet.text.written import Written

_PICTURE = re.compile(r"[./]")
_PUBLISHER = ("name", "title", "domain", "url")

# Up to which name of a field, by its rank, a broken value is noted: `post_date` is clearly a date.
_NOTED_UP_TO = {"publishedDateTime": 6, "later date": -1}


class Choice(NamedTuple):
    """For each of our names the value that counts, and where it stands if not under that name.

    `topics` and `addresses` are those that are read together or in turn. `has_score` is true if
    there is no quality, but a score that would do.
    """

    values: Mapping[str, object]
    places: Mapping[str, Where]
    topics: Sequence[Candidate] = ()
    addresses: Sequence[Candidate] = ()
    has_score: bool = False


def choose(
    fields: Mapping[str, object], *, is_logseq: bool = False, takes_scores: bool = False
) -> Choice:
    """Choose the values of a file's front matter that count.

    Where no value of a field is usable, that under our own name is chosen, so that its reading
    tells why.
    """
    if has_only_ours(fields):
        return Choice(fields, {})
    chosen: dict[str, object] = {}
    places: dict[str, Where] = {}
    arranged = arrange(fields)
    scores = arranged.pop("quality", ())
    own = [one for one in scores if one.rank == 0 and not is_absent(one.value)]
    has_score = not own and any(map(_is_whole_number, scores))
    if own or (has_score and takes_scores):
        arranged["quality"] = own or list(scores)
    for ours, candidates in arranged.items():
        if candidates[0].rank == FULL_TITLE_RANK and not is_logseq:
            del candidates[0]
        one = _chosen(ours, candidates)
        if one is not None:
            chosen[ours] = one.value
            places[ours] = one.where
    return Choice(
        chosen,
        places,
        arranged.get("topics", ()),
        arranged.get("dated address", ()),
        has_score,
    )


def _chosen(ours: str, candidates: Sequence[Candidate]) -> Candidate | None:
    is_usable = _USABLE.get(ours, _is_text)
    for candidate in candidates:
        if is_usable(candidate):
            return candidate
    # No value is usable: our own name, or another that leaves no doubt, says what is wrong.
    first = candidates[0] if candidates else None
    if first is None or (ours == "published" and _is_date(first)):
        return None
    return first if first.rank <= _NOTED_UP_TO.get(ours, 0) else None


def _is_text(candidate: Candidate) -> bool:
    value = candidate.value
    if isinstance(value, str):
        return not is_absent(value) and not value.isspace()
    return isinstance(value, int | float)


def _is_title(candidate: Candidate) -> bool:
    return isinstance(candidate.value, Written) or _is_text(candidate)


def _is_date(candidate: Candidate) -> bool:
    text = date_text(candidate.value)
    return bool(text) and read_date(text) is not None


def _is_truth(candidate: Candidate) -> bool:
    value = meaning(candidate.value)
    return isinstance(value, bool) or (isinstance(value, str) and value.strip().lower() in TRUTHS)


def _is_whole_number(candidate: Candidate) -> bool:
    value = meaning(candidate.value)
    return (
        isinstance(value, str | int | float)
        and not isinstance(value, bool)
        and INTEGER.fullmatch(str(value).strip()) is not None
    )


def _is_address(candidate: Candidate) -> bool:
    return isinstance(candidate.value, str) and bool(address(candidate.value))


def _is_publisher(candidate: Candidate) -> bool:
    value = candidate.value
    if isinstance(value, dict):
        return any(isinstance(value.get(name), str) and value[name] for name in _PUBLISHER)
    is_source = candidate.where[-1:] == ("source",)
    return _is_text(candidate) and not (is_source and _is_address(candidate))


def _is_picture(candidate: Candidate) -> bool:
    value = candidate.value
    items = value if isinstance(value, list) else [value]
    return any(
        any(isinstance(item.get(name), str) and item[name] for name in URL_NAMES)
        if isinstance(item, dict)
        else isinstance(item, str) and _PICTURE.search(item)
        for item in items
    )


def _is_names(candidate: Candidate) -> bool:
    value = candidate.value
    if isinstance(value, list):
        return not all(is_absent(item) for item in value)
    return isinstance(value, dict) or _is_text(candidate)


def _is_anything(_candidate: Candidate) -> bool:
    return True


_USABLE: Mapping[str, Callable[[Candidate], bool]] = {
    **dict.fromkeys(OWN, _is_anything),
    "title": _is_title,
    "publishedDateTime": _is_date,
    "later date": _is_date,
    "published": _is_truth,
    "quality": _is_whole_number,
    "originalUrl": _is_address,
    "provider": _is_publisher,
    "authors": _is_names,
    "topics": _is_names,
    "category": _is_names,
    "images": _is_picture,
}
