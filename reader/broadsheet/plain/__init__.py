"""The reader as plain lines, for screen readers and simple terminals: no Textual."""
