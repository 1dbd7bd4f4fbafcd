"""The SQLite index: what is known about every article, how it is written and queried."""
