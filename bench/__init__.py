"""Benchmark: how long a clean build takes and how much memory it needs, on made-up content and beside Hugo."""
