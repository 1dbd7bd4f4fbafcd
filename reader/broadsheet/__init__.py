"""Broadsheet, a terminal reader for news kept as plain files."""

__version__ = "0.1.0"
