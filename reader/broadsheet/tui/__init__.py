"""Everything that is on the screen; the only part that knows Textual."""
