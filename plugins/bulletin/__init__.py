"""The pure domain: series, issues, items, numbers, kinds and diagnostics; standard library only."""
