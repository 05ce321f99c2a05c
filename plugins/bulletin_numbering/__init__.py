"""Numbering: the ledger of issued numbers, and verification of issues against it."""
