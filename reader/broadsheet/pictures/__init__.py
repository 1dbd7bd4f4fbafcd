"""Pictures of articles: fetched when asked for, drawn in a process with limits, kept in a cache."""
