"""Keeps the index up to date with the folder, and reports progress."""
