"""`inv classify`: what a text is taken for, and why, with the words marked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bulletin.kinds import Kind
from bulletin_editor.classifiers import classifier_at, opened_tree
from bulletin_editor.desk import RefusedError
from bulletin_editor.listing import check_form
from bulletin_editor.marking import marked, print_marked, printable
from bulletin_editor.reasons import damped_words, listed, shares, words_of
from bulletin_editor.texts import Text, plain, texts_of
from bulletin_editor.words import N_, say, word
from bulletin_problems.classifier import Classified
from bulletin_problems.explain import Explanation, Reason, Span
from bulletin_problems.judge import Judgement
from bulletin_problems.parts import Part, Where

KINDS: Final = {Kind.PROBLEM: N_("problem item"), Kind.GENERAL: N_("general item")}
_INDENT: Final = "  "


@dataclass(frozen=True, slots=True)
class Request:
    """What an editor asks: names of files, or words; None where no words are given."""

    files: tuple[str, ...]
    given: str | None
    form: str


def classify_and_tell(content: Path, request: Request) -> None:
    """Print what each text is taken for, and why; raise RefusedError."""
    check_form(request.form, ("human", "json"))
    files = [name for name in request.files if name.strip()]
    if request.given is None and not files:
        raise RefusedError(message=N_("name a file, - for standard input, or give the words: --text “…”"))
    tree, reference = opened_tree(content)
    classifier = classifier_at(tree, reference)
    texts = [] if request.given is None else [plain(request.given)]
    for name in files:
        texts += texts_of(tree, reference, name)
    said = [(one, classifier.classify(one.title, one.text, why=True)) for one in texts]
    if request.form == "json":
        rows = [as_dict(text, one) for text, one in said]
        print(json.dumps(rows, ensure_ascii=False, indent=2))  # noqa: T201 (the result)
        return
    for n, (text, one) in enumerate(said):
        if n:
            print()  # noqa: T201 (a line between two texts)
        if text.heading:
            print(printable(text.heading))  # noqa: T201 (what the editor wrote)
        tell_item(text, one)


def tell_item(text: Text, one: Classified) -> None:
    """Print what a text is taken for, the reasons, and the text with their words marked."""
    _tell_kind(text, one.judgement)
    _tell_topic(text, one)
    told = one.explanation
    if told is None or not one.judgement.known:
        return
    _tell_reasons(N_("  speaking for a problem item:"), told.speaking_for, text)
    _tell_reasons(N_("  speaking against it:"), told.speaking_against, text)
    if told.damped:
        say("  counted out: {words}", words=listed(damped_words(told, text.title, text.text)))
    _tell_sum(told)
    _tell_words(text, told)


def _tell_kind(text: Text, judgement: Judgement) -> None:
    said = word(KINDS[judgement.kind])
    share = f"{judgement.shown_confidence:.0%}"
    if not (text.title or text.text).strip():
        say("  kind: there is no text to tell it from; an editor has to decide")
    elif not judgement.known:
        say("  kind: the program knows no word of this text; an editor has to decide")
    elif judgement.unsure:
        say("  kind: {kind} (confidence {share}: not sure, an editor should decide)", kind=said, share=share)
    else:
        say("  kind: {kind} (confidence {share})", kind=said, share=share)
    if text.kind is judgement.kind and judgement.known:
        say("  the editor's kind: {kind}, the same", kind=said)
    elif text.kind:
        say("  the editor's kind: {kind}, which is what counts", kind=word(KINDS[text.kind]))


def _tell_topic(text: Text, one: Classified) -> None:
    words = [hit_word for hit_word, points in _topic_words(text, one) if points > 0]
    name = one.topic.name
    if not name:
        say("  topic: nothing in the text speaks for one")
    elif words:
        say("  topic: {topic} (by the words {words})", topic=name, words=listed(words))
    else:
        say("  topic: {topic} (by the wording as a whole)", topic=name)
    if text.topic:
        say("  the editor's topic: {topic}", topic=text.topic)


def _topic_words(text: Text, one: Classified) -> list[tuple[str, int]]:
    """Return the words of the topic as they are written, with their points."""
    source = {Where.TITLE: text.title, Where.TEXT: text.text}
    return [(printable(source[hit.where][hit.start : hit.end]), hit.points) for hit in one.topic.hits]


def _tell_reasons(heading: str, reasons: Sequence[Reason], text: Text) -> None:
    if reasons:
        say(heading)
    for one in reasons:
        say(
            "    {share} points  {name}: {words}",
            share=f"{one.share:+5}",
            name=one.name or word("wording"),
            words=listed(words_of(one, text.title, text.text)),
        )


def _tell_sum(told: Explanation) -> None:
    parts = {name: f"{share:+}" for name, share in shares(told).items()}
    say(
        "  points: start {start}, these reasons {reasons}, counted out {damped}, other wording {other}; "
        "together {score} (above 0: a problem item)",
        **parts,
        score=f"{told.score:+}",
    )


def _tell_words(text: Text, told: Explanation) -> None:
    say("  in the text (【for】, 〔against〕):")
    for written, where in ((text.title, Where.TITLE), (text.text, Where.TEXT)):
        if written.strip():
            print_marked(written, told, where, _INDENT * 2)


def as_dict(text: Text, one: Classified) -> dict[str, object]:
    """Return what a text is taken for, and why, as JSON holds it; offsets count characters."""
    judgement, told = one.judgement, one.explanation
    topic_words = [{"word": hit_word, "points": points} for hit_word, points in _topic_words(text, one)]
    row: dict[str, object] = {
        "file": text.source,
        "item": text.place,
        "title": text.title,
        "text": text.text,
        "label": judgement.kind.value,
        "confidence": round(judgement.confidence, 4),
        "band": "editor" if judgement.unsure else "sure",
        "known": judgement.known,
        "score": judgement.score,
        "topic": {"name": one.topic.name, "words": topic_words},
        "editor": {"label": text.kind.value if text.kind else "", "topic": text.topic},
    }
    if told is None:
        return row
    return {
        **row,
        "for": [_reason(reason, text) for reason in told.speaking_for],
        "against": [_reason(reason, text) for reason in told.speaking_against],
        "damped": [_damped(part) for part in told.damped],
        "sum": {**shares(told), "score": told.score},
        "marked": {
            "title": marked(text.title, told, Where.TITLE),
            "text": marked(text.text, told, Where.TEXT),
        },
    }


def _reason(reason: Reason, text: Text) -> dict[str, object]:
    words = list(words_of(reason, text.title, text.text))
    return {"name": reason.name, "share": reason.share, "words": words, "spans": [_span(one) for one in reason.spans]}


def _span(span: Span | Part) -> dict[str, object]:
    return {"where": span.where.value, "start": span.start, "end": span.end}


def _damped(part: Part) -> dict[str, object]:
    return {"word": part.word, "by": part.damped_by, "name": part.group, "share": part.share, **_span(part)}
