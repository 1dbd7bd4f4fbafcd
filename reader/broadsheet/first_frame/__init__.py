"""The first frame of a start, kept when the reader is left and painted at the next start.

Painted before anything else is imported: nothing here imports more than Python's smallest modules.
"""
