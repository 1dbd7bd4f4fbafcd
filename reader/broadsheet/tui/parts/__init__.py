"""The parts that the main screen holds: the list, the open article, the search, the folder."""
