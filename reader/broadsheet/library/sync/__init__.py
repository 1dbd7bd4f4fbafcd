"""Keeps the index up to date with the folder, and tells how far it is."""
