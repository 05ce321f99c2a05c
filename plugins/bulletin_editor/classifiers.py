"""Open the classifier of a content tree: its topics, and the cue words and the model it has of its own."""

from __future__ import annotations

from pathlib import Path

from bulletin.diagnostics import Diagnostic, Place, diagnose, has_errors, ordered
from bulletin.reference import Reference
from bulletin_editor.desk import RefusedError
from bulletin_portal.loading import classifier_in, reference_of
from bulletin_problems.classifier import Classifier
from bulletin_source.tree import Tree, walk


def opened_classifier(content: Path) -> Classifier:
    """Return the classifier of a content tree; raise RefusedError where one of the files it is made of has an error."""
    return classifier_at(*opened_tree(content))


def opened_tree(content: Path) -> tuple[Tree, Reference]:
    """Return the files and the reference data of a content tree; raise RefusedError where these have an error.

    Nothing is written and nothing is held: the issues of the tree are not looked at.
    """
    if not content.is_dir():
        raise RefusedError(diagnose("TREE-MISSING", Place(""), what=content.as_posix()))
    tree, _ = walk(content)
    found: list[Diagnostic] = []
    reference = reference_of(tree, found)
    if reference is None:
        raise RefusedError(*ordered(found))
    return tree, reference


def classifier_at(tree: Tree, reference: Reference) -> Classifier:
    """Return the classifier of a tree whose reference data is read; raise RefusedError as `opened_classifier` does."""
    found: list[Diagnostic] = []
    classifier = classifier_in(tree, reference, found)
    if classifier is None or has_errors(found):
        raise RefusedError(*ordered(found))
    return classifier
