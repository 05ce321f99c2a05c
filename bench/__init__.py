"""Benchmark: what builds of made-up content take, clean and after changes, beside other builders; previews; signing."""
