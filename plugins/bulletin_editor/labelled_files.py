"""Read a file of labelled items, one item a line of JSON; every line that is none is told, with what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bulletin.kinds import Kind
from bulletin_editor.desk import RefusedError
from bulletin_editor.plain_files import read_plain
from bulletin_editor.words import N_, complain
from bulletin_problems.corpus import Labelled

BETWEEN: Final = "、"  # between the names of several second topics
_TOLD: Final = 100
_LABELS: Final = {
    **dict.fromkeys(("problem", "问题", "问题信息", "问题类信息"), Kind.PROBLEM),
    **dict.fromkeys(("general", "普发", "普发信息", "普发类信息"), Kind.GENERAL),
}
_NO: Final = frozenset({"", "0", "false", "no", "none", "null", "否", "无"})


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no labelled item: a message with its argument."""

    line: int
    message: str
    value: object = ""


def read_labelled(name: str) -> list[tuple[int, Labelled]]:
    """Return the items of a file with their lines; tell all bad lines, then raise RefusedError."""
    items: list[tuple[int, Labelled]] = []
    bad: list[BadLine] = []
    for one in parse_labelled(read_plain(name)):
        if isinstance(one, BadLine):
            bad.append(one)
        else:
            items.append(one)
    for fault in bad[:_TOLD]:
        complain(fault.message, path=name, line=fault.line, value=fault.value)
    if bad:
        message = N_("lines of {path} that can't be used: {count}; nothing was measured")
        raise RefusedError(message=message, path=name, count=len(bad))
    return items


def parse_labelled(text: str) -> Iterator[tuple[int, Labelled] | BadLine]:
    """Yield each item with its line, or what is wrong with the line; only text and label are needed."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _parsed(number, line)


def _parsed(number: int, line: str) -> tuple[int, Labelled] | BadLine:
    try:
        read = json.loads(line)
    except json.JSONDecodeError as error:
        return BadLine(number, N_("{path}:{line}:{value}: no JSON from here on; write one item a line"), error.colno)
    except (ValueError, RecursionError):
        return BadLine(number, N_("{path}:{line}: JSON that no item needs; write words between quotation marks"))
    if not isinstance(read, dict):
        return BadLine(
            number, N_("{path}:{line}: no item; write one a line, with the fields text and label in curly brackets")
        )
    if not isinstance(read.get("text"), str):
        return BadLine(number, N_("{path}:{line}: no text; write it in the field text, between quotation marks"))
    label = _texts(read.get("label"))
    kind = _LABELS.get(label[0].strip().lower()) if len(label) == 1 else None
    if kind is None:
        shown = BETWEEN.join(label)[:40] or "—"
        return BadLine(
            number, N_("{path}:{line}: {value} is no label; write problem or general in the field label"), shown
        )
    return number, _labelled(read, kind)


def _labelled(read: Mapping[str, object], kind: Kind) -> Labelled:
    topics = _texts(read.get("topic"))
    return Labelled(
        title="".join(_texts(read.get("title"))),
        text=_sound(str(read["text"])),
        kind=kind,
        topic=topics[0] if topics else "",
        topic_alt=BETWEEN.join([*topics[1:], *_texts(read.get("topic_alt"))]),
        tricky=_truth(read.get("tricky")),
        synthetic=_truth(read.get("synthetic")),
        source="",
    )


def _texts(value: object) -> list[str]:
    """Return a field's texts, whether it holds one, several or none."""
    values = value if isinstance(value, list) else [value]
    return [_sound(str(one)).strip() for one in values if one is not None and str(one).strip()]


def _sound(text: str) -> str:
    """Return a text that can be printed: JSON may hold halves of characters."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _truth(value: object) -> bool:
    """Say whether a field that says yes or no, or names a sort of trickiness, says yes."""
    return value.strip().lower() not in _NO if isinstance(value, str) else bool(value)
