"""Where `inv build` may put a site: a build takes away all that its folder held before, so not just anywhere."""

from __future__ import annotations

from typing import Final

from bulletin_build.order import Order
from bulletin_build.staging import beside
from bulletin_editor.words import N_, complain

_OF_A_SITE: Final = ("404.html", "robots.txt")  # in the output of every edition


def check_output(order: Order) -> None:
    """Raise SystemExit(1), having said why, where a build would take the place of what no build has made.

    That is a file; a folder with the content or this program in it, or within the content; a folder of other things.
    """
    output = order.output
    if output.exists() and not output.is_dir():
        _refuse(N_("{folder} is no folder; name a new or empty folder for the site"), folder=output)
    for other in (order.content, order.settings.parent):
        within_content = other == order.content and output.is_relative_to(other)
        if other.is_relative_to(output) or within_content:
            _refuse(
                N_("{folder} and {other} lie within each other; build into a folder of its own"),
                folder=output,
                other=other,
            )
    if not output.exists() or beside(output, "stamp").exists() or all((output / one).is_file() for one in _OF_A_SITE):
        return
    name = min((one.name for one in output.iterdir()), default="")
    if name:
        message = N_("{folder} holds something else than a site, {name} for one; name a new or empty folder")
        _refuse(message, folder=output, name=name)


def _refuse(message: str, **args: object) -> None:
    complain(message, **args)
    raise SystemExit(1)
