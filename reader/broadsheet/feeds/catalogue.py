"""Feeds to start with: long-lived ones, named in several public lists, none contacted unasked."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A feed that is offered; `language` is a code of two letters."""

    name: str
    url: str
    topic: str
    language: str


def catalogue() -> list[CatalogueEntry]:
    """Return the feeds of the catalogue, in its order."""
    text = files("broadsheet.feeds").joinpath("catalogue.toml").read_text("utf-8")
    return [CatalogueEntry(**entry) for entry in tomllib.loads(text)["feeds"]]
