"""Search by the words of titles: an inverted index with a fuzzy vocabulary."""
