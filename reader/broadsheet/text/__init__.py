"""Untrusted text made safe, compared and counted: the ground that everything stands on."""
