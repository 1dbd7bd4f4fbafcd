"""Stories: which articles tell of the same event, what leads them, and the front page."""
