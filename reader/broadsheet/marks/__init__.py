"""Marks: what the user has read, starred and kept for later. They must never be lost."""
