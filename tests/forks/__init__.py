"""Runs the program's processes quickly: forked from one process that has their imports."""
