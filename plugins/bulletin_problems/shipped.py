"""The files that come with the classifier: cue words, topic words and the model made from the corpus."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

LEXICON: Final = "lexicon.yaml"
TOPICS: Final = "topics.yaml"
MODEL: Final = "model.json"


def shipped(name: str) -> bytes:
    """Return a shipped file."""
    return files("bulletin_problems").joinpath("shipped", name).read_bytes()
