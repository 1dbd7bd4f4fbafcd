"""Broadsheet: the terminal reader for news that lives in plain files."""

__version__ = "0.1.0"
