"""`inv review`: decide doubtful items by one key each; the kind is written into the item's block, and nothing else."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from typing import Final

from bulletin.diagnostics import Diagnostic
from bulletin.issues import Issue, Item
from bulletin.kinds import Kind
from bulletin_editor.classifiers import classifier_at
from bulletin_editor.classifying import KINDS, tell_item
from bulletin_editor.desk import Desk, RefusedError, opened, refuse, tell
from bulletin_editor.keys import END, read_key
from bulletin_editor.marking import printable
from bulletin_editor.texts import Text
from bulletin_editor.words import N_, complain, say, word
from bulletin_problems.doubts import Doubt, other, queue
from bulletin_source.amending import AmendError
from bulletin_source.amending_items import with_kind
from bulletin_source.fields import ITEM

_SHOWN: Final = 400  # signs shown of a text in which no word is known
_KIND: Final = next(field for field in ITEM if field.name == "kind")

Key = Callable[[], str]


class Answer(Enum):
    """What an editor may answer."""

    CONFIRM = auto()
    CHANGE = auto()
    SKIP = auto()
    QUIT = auto()


# Who types Chinese need not switch: 是, 改, 跳, 完.
_ANSWERS: Final = {
    **dict.fromkeys("y是", Answer.CONFIRM),
    **dict.fromkeys("c改", Answer.CHANGE),
    **dict.fromkeys("s跳", Answer.SKIP),
    **dict.fromkeys(("q", "完", END), Answer.QUIT),
}


def review(content: Path, words: Sequence[str], key: Key = read_key) -> None:
    """Go through the queue of a tree, of series or of files with an editor; raise RefusedError."""
    doubts = doubts_of(content, words)
    if not doubts:
        say("Nothing to review.")
        return
    done: Counter[str] = Counter()
    try:
        for n, doubt in enumerate(doubts, 1):
            print()  # noqa: T201 (a line between two items)
            say("item {n} of {count}: {place}", n=n, count=len(doubts), place=place_of(content, doubt))
            _show(doubt)
            answer = _asked(doubt, key)
            if answer is Answer.QUIT:
                break
            done[_act(content, doubt, answer)] += 1
    except KeyboardInterrupt:
        print()  # noqa: T201 (the terminal shows ^C)
    say(
        "written: {written}, kept: {kept}, skipped: {skipped}, left: {left}",
        written=done["written"],
        kept=done["kept"],
        skipped=done["skipped"],
        left=len(doubts) - done["written"] - done["kept"] - done["skipped"],
    )


def list_doubts(content: Path, words: Sequence[str]) -> None:
    """Print the queue, a line an item; raise RefusedError."""
    doubts = doubts_of(content, words)
    for doubt in doubts:
        print(_line(content, doubt))  # noqa: T201 (what the editor reads)
    contradicted = sum(doubt.contradicts for doubt in doubts)
    if doubts:
        say(
            "undecided: {undecided}, contradicted: {contradicted}",
            undecided=len(doubts) - contradicted,
            contradicted=contradicted,
        )
    else:
        say("Nothing to review.")


def _line(content: Path, doubt: Doubt) -> str:
    judgement = doubt.said.judgement
    if doubt.label:
        message = N_("{place} contradicted: its editor says {label}, the program {kind} (confidence {share})  {title}")
    elif doubt.known:
        message = N_("{place} undecided: perhaps {kind} (confidence {share})  {title}")
    else:
        message = N_("{place} undecided: the program knows hardly a word of it  {title}")
    return word(
        message,
        place=place_of(content, doubt),
        label=word(KINDS[doubt.proposed]),
        kind=word(KINDS[judgement.kind]),
        share=f"{judgement.shown_confidence:.0%}",
        title=printable(doubt.item.title),
    )


def place_of(content: Path, doubt: Doubt) -> str:
    """Return where an item stands, as editors' programs understand it."""
    return f"{os.path.relpath(content / doubt.issue.path)}:{doubt.item.line}:1"


def doubts_of(content: Path, words: Sequence[str]) -> list[Doubt]:
    """Return the queue of a tree, or of the series and files named; raise RefusedError."""
    with opened(content) as desk:
        classifier = classifier_at(desk.tree, desk.reference)
        return queue(_issues(desk, words), classifier)


def _issues(desk: Desk, words: Sequence[str]) -> Iterator[Issue]:
    """Yield the issues to be looked at; one with an error is passed over and named, unless it was asked for."""
    files = [desk.path_of(one) for one in words if "/" in one or one.endswith(".md")]
    series = {desk.series(one).id for one in words if not ("/" in one or one.endswith(".md"))}
    yield from (desk.sound_issue(path) for path in dict.fromkeys(files))
    for path in desk.tree.issues:
        if path in files or (words and path.partition("/")[0] not in series):
            continue
        issue, _ = desk.issue(path)
        if issue is None:
            complain("left out, as it has errors (inv check): {path}", path=os.path.relpath(desk.content / path))
        else:
            yield issue


def _show(doubt: Doubt) -> None:
    """Print an item, what it is taken for, and why."""
    item = doubt.item
    print(printable(item.title))  # noqa: T201 (what the editor wrote)
    tell_item(Text(item.title, item.text, kind=doubt.label, topic=item.topic.name if item.topic else ""), doubt.said)
    if not doubt.said.judgement.known:  # then no words are marked
        print("    " + printable(item.text[:_SHOWN]))  # noqa: T201 (likewise)


def _asked(doubt: Doubt, key: Key) -> Answer:
    """Return what an editor answers; other keys are no answer."""
    kind, changed = word(KINDS[doubt.proposed]), word(KINDS[other(doubt.proposed)])
    if doubt.contradicts:
        say("y keep {kind}   c change to {other}   s skip   q quit", kind=kind, other=changed)
    else:
        say("y {kind}   c {other}   s skip   q quit", kind=kind, other=changed)
    while True:
        answer = _ANSWERS.get(key())
        if answer is not None:
            return answer
        say("press y, c, s or q")


def _act(content: Path, doubt: Doubt, answer: Answer) -> str:
    """Carry out an answer and say what was done: written, kept, skipped or refused."""
    if answer is Answer.SKIP:
        say("skipped")
        return "skipped"
    kind = doubt.proposed if answer is Answer.CONFIRM else other(doubt.proposed)
    if doubt.item.kind_by_editor and kind is doubt.item.kind:
        say("kept: {kind}", kind=word(KINDS[kind]))
        return "kept"
    try:
        warnings = write_kind(content, doubt, kind)
    except RefusedError as refused:
        refuse(refused, content)
        return "refused"
    say("written: {kind}", kind=word(KINDS[kind]))
    tell(warnings, content)
    return "written"


def write_kind(content: Path, doubt: Doubt, kind: Kind) -> list[Diagnostic]:
    """Write an item's kind into its file; return what no longer agrees with it, raise RefusedError if it can't be done.

    Nothing is written unless the item is still the one that the editor has read.
    """
    path, n = doubt.issue.path, doubt.item.n
    shown = os.path.relpath(content / path)
    with opened(content) as desk:
        now = next((item for item in desk.sound_issue(path).items if item.n == n), None)
        if now is None or _without_places(now) != _without_places(doubt.item):
            message = N_("{path} has changed meanwhile: nothing was written; review item {n} again")
            raise RefusedError(message=message, path=shown, n=n)
        try:
            desk.writing[path] = with_kind(path, desk.data(path), n, kind)
        except AmendError:
            message = N_("the kind can't be written into {path}; write it yourself into item {n}: {line}")
            raise RefusedError(message=message, path=shown, n=n, line=_written(kind)) from None
        issue, found = desk.issue(path)
        if issue is None:
            raise RefusedError(*found)
        desk.commit()
    idle = kind is Kind.GENERAL and (doubt.item.status or doubt.item.subtype)
    return [one for one in found if one.code == "ITEM-STATUS"] if idle else []


def _written(kind: Kind) -> str:
    """Return the line that says a kind, as the handbook writes it."""
    chinese = next(spelling for spelling, value in _KIND.choices if value is kind and not spelling.isascii())
    return f"{_KIND.alias}: {chinese}"


def _without_places(item: Item) -> Item:
    """Return an item without the lines it stands in, which move when the item above it gets its kind."""
    return replace(item, line=0, references=tuple(replace(one, line=0, column=0) for one in item.references))
