"""Full text: the pages of articles, fetched once, their text kept and read without a network."""
