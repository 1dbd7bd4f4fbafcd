"""Counts in words, in the singular and in the plural."""


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return `1 article`, `2 articles`, `1,000 entries`: name a plural that takes more than an s.

    >>> counted(1, "file is", "files are")
    '1 file is'
    """
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"
