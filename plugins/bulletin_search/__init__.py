"""The index by which readers search the portal in their browser; docs/search.md is its format."""
