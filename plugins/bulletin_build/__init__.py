"""Build: one run from a content tree to an output tree, as a Pelican plugin."""
