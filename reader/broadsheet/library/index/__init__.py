"""The SQLite index: what is known of every article, written and asked."""
