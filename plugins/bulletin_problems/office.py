"""The classifier of an office: the shipped lists and model, with what its content tree has of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose, has_errors
from bulletin.kinds import CueRole
from bulletin.reference import Topic
from bulletin_problems.classifier import Classifier
from bulletin_problems.folding import folded
from bulletin_problems.judge import Judge
from bulletin_problems.lexicon import GAP, Group
from bulletin_problems.model import Model, ModelError, from_json
from bulletin_problems.shipped import MODEL, shipped
from bulletin_problems.word_lists import read_cues, shipped_lexicon, shipped_topics, topic_words
from bulletin_source.reference_data import FOLDER

MODEL_PATH: Final = f"{FOLDER}/classifier.json"


def classifier_of(
    topics: Iterable[Topic], names: Iterable[str] = (), cues: bytes | None = None, model: bytes | None = None
) -> tuple[Classifier | None, list[Diagnostic]]:
    """Return the classifier for an office's topics, ``data/lexicon.yaml`` and ``data/classifier.json`` (None: none).

    ``names`` are those of its units and series; no sign in them is a cue (the 望 of a 望潮区 asks for nothing).
    With an error in one of the files there is no classifier, and the error is told.
    """
    groups, faults = read_cues(cues) if cues is not None else ((), [])
    nouns = tuple(dict.fromkeys(folded(name) for name in names if name and GAP not in name))
    lexicon = shipped_lexicon().with_groups((*groups, (Group("", CueRole.NOUN), nouns)) if nouns else groups)
    data = shipped(MODEL) if model is None else model
    read = _read_model(data, faults)
    if read is None or has_errors(faults):
        return None, faults
    return Classifier(Judge(lexicon, read), topic_words(topics), len(data)), faults


def _read_model(data: bytes, faults: list[Diagnostic]) -> Model | None:
    try:
        return from_json(data.decode("utf-8"))
    except (ModelError, UnicodeDecodeError) as error:
        faults.append(diagnose("MODEL-UNREADABLE", Place(MODEL_PATH), reason=error))
        return None


def shipped_classifier() -> Classifier:
    """Return the classifier as shipped, with the shipped topics."""
    data = shipped(MODEL)
    return Classifier(Judge(shipped_lexicon(), from_json(data.decode("utf-8"))), shipped_topics(), len(data))
