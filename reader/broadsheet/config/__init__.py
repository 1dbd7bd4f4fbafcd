"""The user's settings: what they are, and how their file is read and changed."""
