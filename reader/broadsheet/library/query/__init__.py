"""The query language: parsed, completed, and turned into SQL."""
