"""Releases: finished public outputs, checked, kept side by side, one of them served through a link."""
