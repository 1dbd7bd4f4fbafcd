"""A folder of articles with an index, and how to search it."""
