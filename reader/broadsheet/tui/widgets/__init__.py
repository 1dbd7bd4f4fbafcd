"""Widgets: each owns its drawing and its keys, and knows none of the others."""
