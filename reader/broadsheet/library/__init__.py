"""A folder of articles, indexed: what is in it, and how it is asked."""
