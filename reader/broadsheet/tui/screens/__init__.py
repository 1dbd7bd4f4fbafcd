"""Screens: the main one, and those that stand in front of it for a while."""
