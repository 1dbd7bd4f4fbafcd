"""Search in the texts of articles: excerpts, bodies and fetched pages."""
