"""The commands, for the shell and for scripts."""
