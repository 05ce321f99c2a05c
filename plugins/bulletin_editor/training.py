"""`inv train`: make the shipped model from the corpus, or an office's model with its own labelled items as well."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from bulletin.codes import N_
from bulletin.issues import Item
from bulletin.kinds import Kind
from bulletin_editor.desk import RefusedError, opened
from bulletin_editor.labelled_files import read_labelled
from bulletin_editor.words import say, word
from bulletin_portal.loading import load
from bulletin_problems.classifier import Classifier
from bulletin_problems.corpus import Labelled
from bulletin_problems.evaluation import Figures
from bulletin_problems.model import Model, to_json
from bulletin_problems.office import MODEL_PATH
from bulletin_problems.shipped import MODEL
from bulletin_problems.teaching import compare, teach
from bulletin_problems.word_lists import shipped_lexicon

LEAST: Final = 30  # labelled items, and a sixth of them of either kind, before they say anything about an office
_PART: Final = 6
_OWN: Final = "content"


def corpus_items(folder: Path) -> list[Labelled]:
    """Return the items of a corpus, file by file; raise RefusedError."""
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise RefusedError(message=N_("there is no corpus in {path}"), path=folder)
    return [replace(item, source=path.name) for path in paths for _, item in read_labelled(str(path))]


def train_shipped(folder: Path, target: Path) -> None:
    """Make the shipped model from the corpus in a folder and write it; the same corpus gives the same bytes."""
    items = corpus_items(folder)
    say("training with {items} items of {writers} writers; this takes about a minute", **_sizes(items))
    taught = teach(items, shipped_lexicon())
    target.write_bytes(_file_of(taught.model, len(items), 0))
    _tell(N_("on writers that it had not seen"), taught.unseen)
    say("written: {path}, {size} bytes", path=target.name, size=target.stat().st_size)


def shipped_path(plugins: Path) -> Path:
    """Return where the shipped model stands in a checkout."""
    return plugins / "bulletin_problems" / "shipped" / MODEL


def train_with_content(content: Path, folder: Path) -> None:
    """Make the model of an office from the corpus and its own labelled items, if that judges these better.

    Raises RefusedError, with nothing written, where there are too few items or the model would be worse.
    """
    corpus, (own, classifier) = corpus_items(folder), content_items(content)
    problems = sum(item.kind is Kind.PROBLEM for item in own)
    if len(own) < LEAST or min(problems, len(own) - problems) * _PART < len(own):
        message = N_(
            "{items} items carry an editor’s kind, {problems} of them problem items; at least {least} are needed, "
            "a sixth of them of either kind: go on with inv review"
        )
        raise RefusedError(message=message, items=len(own), problems=problems, least=LEAST)
    say("training with {items} items of {writers} writers and {own} of this site", **_sizes(corpus), own=len(own))
    lexicon = classifier.judge.lexicon
    compared = compare(corpus, own, lexicon)
    _tell(N_("this site’s items, judged with the corpus alone"), compared.before)
    _tell(N_("each judged with the corpus and the other items"), compared.after)
    if compared.after.f1 < compared.before.f1:
        raise RefusedError(message=N_("with its own items this site’s would be judged worse; no model is installed"))
    taught = teach([*corpus, *own], lexicon)
    data = _file_of(taught.model, len(corpus), len(own))
    with opened(content) as desk:
        desk.writing[MODEL_PATH] = data
        desk.commit()
    say("written: {path}, {size} bytes", path=MODEL_PATH, size=len(data))


def content_items(content: Path) -> tuple[list[Labelled], Classifier]:
    """Return the items of a content tree whose editors named the kind, and its classifier; raise RefusedError."""
    loaded = load(content)
    if loaded.catalogue is None or loaded.classifier is None:
        raise RefusedError(*loaded.diagnostics)
    issues = loaded.catalogue.issues
    return [_labelled(item) for issue in issues for item in issue.items if item.kind_by_editor], loaded.classifier


def _labelled(item: Item) -> Labelled:
    topic = item.topic.name if item.topic and item.topic_by_editor else ""
    return Labelled(item.title, item.text, item.kind, topic, "", tricky=False, synthetic=False, source=_OWN)


def _sizes(items: list[Labelled]) -> dict[str, int]:
    return {"items": len(items), "writers": len({item.source for item in items})}


def _file_of(model: Model, corpus: int, own: int) -> bytes:
    return to_json(model, {"corpus": corpus, "content": own}).encode("utf-8")


def _tell(what: str, one: Figures) -> None:
    say(
        "{what}: F1 {f1} ({low}–{high}), precision {precision}, recall {recall}",
        what=word(what),
        **{name: f"{getattr(one, name):.3f}" for name in ("f1", "low", "high", "precision", "recall")},
    )
