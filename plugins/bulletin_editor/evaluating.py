"""`inv evaluate`: how well items are judged, measured on any file of labelled items."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bulletin_editor.classifiers import opened_classifier
from bulletin_editor.classifying import KINDS
from bulletin_editor.labelled_files import BETWEEN, read_labelled
from bulletin_editor.listing import check_form
from bulletin_editor.marking import printable
from bulletin_editor.measuring import ALL, Evaluation, Judged, evaluate, judge_all
from bulletin_editor.words import N_, complain, say, word
from bulletin_problems.corpus import Labelled
from bulletin_problems.office import shipped_classifier

_SHOWN: Final = 120  # characters of an item in the list of mistakes
_GROUPS: Final = {ALL: N_("all"), "real": N_("real"), "synthetic": N_("synthetic"), "tricky": N_("tricky")}


def evaluate_and_tell(content: Path | None, file: str, form: str, *, errors: bool) -> None:
    """Print the figures of a file, and the mistakes if asked, by the classifier of a content tree (None: the shipped).

    Raises RefusedError.
    """
    check_form(form)
    classifier = shipped_classifier() if content is None else opened_classifier(content)
    items = read_labelled(file)
    if not items:
        complain("{path} holds no item; there was nothing to measure", path=file)
    judged, ms_per_item = judge_all(classifier, items)
    known = classifier.topic_words.names
    evaluation = evaluate(judged, known, ms_per_item, classifier.model_bytes)
    wrong = [one for one in judged if one.wrong]
    astray = [one for one in judged if one.item.topic in known and one.said.topic.name != one.item.topic]
    if form == "json":
        listed = {"errors": {"kind": _rows(wrong), "topic": _rows(astray)}} if errors else {}
        print(json.dumps({**evaluation.as_dict(), **listed}, ensure_ascii=False, indent=2))  # noqa: T201 (the result)
        return
    _tell(evaluation, [one.item.topic for one in judged if one.item.topic and one.item.topic not in known])
    if errors:
        _tell_kinds(wrong)
        _tell_topics(astray)


def _rows(judged: Sequence[Judged]) -> list[dict[str, object]]:
    return [
        {
            "line": one.line,
            "label": one.item.kind.value,
            "said": one.said.judgement.kind.value,
            "score": one.said.judgement.score,
            "unsure": one.said.judgement.unsure,
            "topic": one.item.topic,
            "topic_alt": one.item.topic_alt,
            "topic_said": one.said.topic.name,
            "title": one.item.title,
            "text": one.item.text,
        }
        for one in judged
    ]


def _tell(evaluation: Evaluation, unknown: Sequence[str]) -> None:
    _tell_groups(evaluation)
    if unknown:
        names = BETWEEN.join(sorted(set(unknown)))
        say(
            "  not counted, since no topic of the site is called so: {names} (items: {count})",
            names=names,
            count=len(unknown),
        )
    doubts = evaluation.doubts
    say(
        "Decided without an editor: {decided}, F1 of these {f1}; mistakes: {mistakes}, left to an editor: {caught}",
        decided=f"{doubts.decided:.1%}",
        f1=f"{doubts.f1:.3f}",
        mistakes=doubts.mistakes,
        caught=doubts.mistakes_in_band,
    )
    say(
        "An item takes {ms} ms with its explanation; the model has {size} bytes.",
        ms=f"{evaluation.ms_per_item:.2f}",
        size=evaluation.model_bytes,
    )


def _tell_groups(evaluation: Evaluation) -> None:
    """Print the figures of kinds and topics."""
    say("Problem items found (1 is best; in brackets where F1 lies with 95 % certainty):")
    for name, shown in _GROUPS.items():
        one = evaluation.groups[name]
        if one.items:
            say(
                "  {group}: F1 {f1} ({low}-{high}), precision {precision}, recall {recall}; items: {items}",
                group=word(shown),
                items=one.items,
                **{key: f"{getattr(one, key):.3f}" for key in ("f1", "low", "high", "precision", "recall")},
            )
    say("Topics (macro-F1; lenient: a second topic counts too):")
    for name, shown in _GROUPS.items():
        topics = evaluation.topics[name]
        if topics.items:
            say(
                "  {group}: strict {strict}, lenient {lenient}; items: {items}",
                group=word(shown),
                strict=f"{topics.macro_f1:.3f}",
                lenient=f"{topics.macro_f1_lenient:.3f}",
                items=topics.items,
            )


def _tell_kinds(wrong: Sequence[Judged]) -> None:
    say("Taken for the wrong kind: {count}", count=len(wrong))
    for one in sorted(wrong, key=lambda one: -abs(one.said.judgement.score)):
        say(
            "  line {line}: is {truth}, taken for {said} ({score}{doubt}): {text}",
            line=one.line,
            truth=word(KINDS[one.item.kind]),
            said=word(KINDS[one.said.judgement.kind]),
            score=f"{one.said.judgement.score:+}",
            doubt=word(", left to an editor") if one.said.judgement.unsure else "",
            text=_shown(one.item),
        )


def _tell_topics(astray: Sequence[Judged]) -> None:
    say("Given another topic: {count}", count=len(astray))
    for one in astray:
        say(
            "  line {line}: is {truth}, given {said}{second}: {text}",
            line=one.line,
            truth=one.item.topic,
            said=one.said.topic.name or word("none"),
            second=word(" (its second topic)") if one.second else "",
            text=_shown(one.item),
        )


def _shown(item: Labelled) -> str:
    text = printable(f"{item.title}　{item.text}").strip()
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
