"""`inv new`: begin an issue from the table of fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.cells import cell_len

from bulletin.kinds import Track
from bulletin.numbers import TRACK_NAMES
from bulletin.reference import Reference
from bulletin_source.fields import ISSUE, ITEM, Field
from bulletin_source.values import suggest

_FILLED = ("series", "signed", "track", "editor")
_OFFERED = ("disclosure", "note")
_ITEM = ("unit", "topic", "kind")
_COMMENTS = 28  # the display column that comments begin in


class NewIssueError(ValueError):
    """The issue can't be begun; the message says why, in the editor's language."""


def _line(field: Field, value: str, translate: Callable[[str], str], mark: str = "") -> str:
    line = f"{mark}{field.alias}: {value}".rstrip()
    comment = translate(field.help)
    if field.default and not value:
        comment = translate("{help}; default: {default}").format(help=comment, default=translate(field.default))
    return f"{line}{' ' * max(1, _COMMENTS - cell_len(line))}# {comment}"


def draft(series_title: str, signed: date, translate: Callable[[str], str], track: Track = Track.REGULAR) -> str:
    """Return the text of a new issue; ``inv check`` says what is still to be filled in."""
    values = {"series": series_title, "signed": signed.isoformat(), "editor": "……"}
    fields = {field.name: field for field in ISSUE}
    if track is not Track.REGULAR:
        values["track"] = TRACK_NAMES[track]
    front = [_line(fields[name], values[name], translate) for name in _FILLED if name in values]
    front += [_line(fields[name], "", translate, "# ") for name in _OFFERED]
    block = [f"{field.alias}: " for field in ITEM if field.name in _ITEM]
    heading, body = translate("Title of the first item"), translate("Text of the item.")
    return "\n".join(["---", *front, "---", "", f"## {heading}", "", "```item", *block, "```", "", body, ""])


@dataclass(frozen=True, slots=True)
class Begun:
    """What an issue is to be: of which series, signed when, on which track."""

    series: str
    signed: date
    track: Track = Track.REGULAR


def new_issue(content: Path, reference: Reference, begun: Begun, translate: Callable[[str], str]) -> Path:
    """Write a new issue and return its path; raise NewIssueError for an unknown series or a file that exists."""
    series_name, signed, track = begun.series, begun.signed, begun.track
    names = reference.series_names()
    series = names.get(series_name)
    if series is None:
        message = translate("there is no series {name}; did you mean {suggestion}?")
        raise NewIssueError(message.format(name=series_name, suggestion=suggest(series_name, list(names))))
    ending = "" if track is Track.REGULAR else f"-{track}"  # beside the regular issue of the day
    path = content / series.id / str(signed.year) / f"{signed.isoformat()}{ending}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as target:
            target.write(draft(series.title_on(signed), signed, translate, track))
    except FileExistsError:
        message = translate("{path} exists already; nothing was changed")
        raise NewIssueError(message.format(path=path.as_posix())) from None
    return path
