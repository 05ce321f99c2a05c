"""`inv build --only` and `--assemble`: make a part of the site, put parts together."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bulletin_build.order import Order
from bulletin_build.parts import Part, is_part, read_part
from bulletin_editor.building import build
from bulletin_editor.words import complain, say
from bulletin_portal.reporting import report


def names_in(text: str) -> list[str]:
    """Return the names of a list that is written with commas."""
    return [name for part in text.split(",") if (name := part.strip())]


def build_part(order: Order, only: str) -> None:
    """Make the part of some folders and say what it holds; raise SystemExit(1), having said why, where it can't be."""
    from bulletin_build.partitions import FaultyPartError, NoTextsError, make_part  # noqa: PLC0415 (loads Pelican)
    from bulletin_build.staging import BuildRunningError  # noqa: PLC0415

    output = order.output
    if output.exists() and not is_part(output) and (not output.is_dir() or any(output.iterdir())):
        complain("no part is made in {folder}: it holds something else", folder=output)
        raise SystemExit(1)
    try:
        made = make_part(order, names_in(only))
    except NoTextsError as error:
        complain("no issue stands in {folder}", folder=error)
        raise SystemExit(1) from None
    except BuildRunningError:
        complain("another build is writing to {folder}; wait for it to end", folder=output)
        raise SystemExit(1) from None
    except FaultyPartError as error:
        report(error.diagnostics, order.content, sys.stderr)
        raise SystemExit(1) from None
    say("part: {texts} texts, {pages} pages: {folder}", texts=made.texts, pages=made.pages, folder=_shown(output))


def _parts(folders: str) -> list[Part]:
    found = []
    for folder in names_in(folders):
        part = read_part(Path(folder).resolve())
        if part is None:
            complain("{folder} holds no part that can be read; what it should hold is made anew", folder=folder)
        else:
            found.append(part)
    return found


def assemble(order: Order, folders: str, *, profile: bool = False) -> None:
    """Build with what parts hold, and say how much that was; raise SystemExit(1) as a build does."""
    from bulletin_build.assembly import taking  # noqa: PLC0415 (loads Pelican)

    if is_part(order.output):
        complain("{folder} is a part; name another folder for the site", folder=order.output)
        raise SystemExit(1)
    with taking(order, _parts(folders)) as taken:
        summary = build(order, full=True, profile=profile)
    say(
        "from parts: {texts} texts, {taken} of {pages} pages",
        texts=taken.texts,
        taken=taken.pages,
        pages=summary.pages,
    )


def part_or_whole(order: Order, only: str, folders: str, *, named: bool, profile: bool) -> None:
    """Do what was asked for, one or the other; ``named`` says that the output folder was.

    Raises SystemExit(1), having said why, where it can't be done.
    """
    if only and folders:
        complain("write either --only or --assemble")
        raise SystemExit(1)
    if only and not named:
        complain("say where to: inv build --only FOLDER --output PART")
        raise SystemExit(1)
    if only:
        build_part(order, only)
    else:
        assemble(order, folders, profile=profile)


def _shown(path: Path) -> str:
    return os.path.relpath(path)
