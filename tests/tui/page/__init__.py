"""Tests of how text becomes a page."""
