"""Search by the words of titles, with an inverted index and a fuzzy vocabulary."""
