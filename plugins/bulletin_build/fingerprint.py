"""Know by file times and sizes alone that neither the inputs of a build nor its output have changed."""

from __future__ import annotations

import json
from datetime import datetime

from bulletin.dates import parse_datetime
from bulletin_build.order import Order
from bulletin_build.staging import beside
from bulletin_build.standing import Standing
from bulletin_gate.embargo import Window
from bulletin_portal.summary import Summary
from bulletin_source.stats import fingerprint, program


def inputs_of(order: Order) -> str:
    """Return the fingerprint of all that shapes a build: program, content, theme and settings."""
    home = order.settings.parent
    roots = [order.content, home / "theme", *sorted(home.glob("*.py"))]  # one settings file takes from another
    return fingerprint(roots, program(), order.edition.value, str(order.drafts))


def remember(order: Order, inputs: str, summary: Summary) -> None:
    """Note beside the output what it was built from."""
    stamp = {"inputs": inputs, "summary": summary.as_dict()}
    beside(order.output, "stamp").write_text(json.dumps(stamp), encoding="utf-8")


def _window(summary: Summary) -> Window:
    since, until = (parse_datetime(text) if text else None for text in (summary.since, summary.until))
    return Window(summary.held, since, until)


def recall(order: Order, inputs: str, now: datetime, standing: Standing) -> Summary | None:
    """Return the summary of the build that stands, if it was made from these inputs and nobody touched it.

    It has to hold at ``now`` too: since it was made, no issue has come to its moment.
    """
    try:
        stamp = json.loads(beside(order.output, "stamp").read_text(encoding="utf-8"))
        if stamp["inputs"] == inputs and standing.stands():
            summary = Summary(**stamp["summary"])
            return summary if _window(summary).holds(now) else None
    except (OSError, ValueError, KeyError, TypeError):
        pass  # a stamp that is missing or damaged is no stamp
    return None
