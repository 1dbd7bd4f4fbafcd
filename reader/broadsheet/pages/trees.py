"""The tree of a page, as lxml and trafilatura make it."""

from typing import Any

Element = Any
"""An element of a tree: lxml has no types."""
