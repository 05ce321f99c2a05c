"""`inv build` and `inv site`: build an edition and say what was made."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from bulletin.kinds import Edition
from bulletin_build import made
from bulletin_build.fingerprint import inputs_of, recall, remember
from bulletin_build.order import Order
from bulletin_build.standing import look
from bulletin_editor.output_places import check_output
from bulletin_editor.progress_bar import Times, shown
from bulletin_editor.words import say, word
from bulletin_portal.reporting import report, this_minute
from bulletin_portal.summary import Summary
from bulletin_source.tree import walk


def build(order: Order, *, full: bool, profile: bool = False) -> Summary:
    """Build unless the output stands as its inputs demand, or ``full``.

    Raises SystemExit(1), having said why: the content has errors, or the output can't stand where it is to.
    With ``profile``, say in the end how long each stage took.
    """
    times = Times() if profile else None
    if not order.content.is_dir():  # Pelican's answer would be a traceback (settings.py:576)
        report(walk(order.content)[1], order.content, sys.stderr)
        raise SystemExit(1)
    check_output(order)
    now = order.now or this_minute()
    order = replace(order, now=now)  # what is out is settled once, however long the build takes
    if full and order.cache is not None:
        made.forget(made.memory_of(order.output, order.cache))
    standing = look(order.output, order.cache)
    inputs = inputs_of(order)
    summary = None if full else recall(order, inputs, now, standing)
    stands = summary is not None
    if summary is not None:
        say("nothing has changed since the last build; --full builds all the same")
    else:
        from bulletin_build.running import run  # noqa: PLC0415 (Pelican is slow to import; what stands is looked at meanwhile)

        with shown(times):
            summary = run(order, standing)
        remember(order, inputs, summary)
    tell(order, summary, built=not stands)
    if times is not None:
        times.end()
        sys.stdout.writelines(f"{line}\n" for line in times.table())
    return summary


def _tell_work(summary: Summary) -> None:
    """Print what the build did to the output."""
    say(
        "texts read: {read}; pages made: {rendered}, standing as they were: {reused}; files removed: {removed}",
        read=summary.read,
        rendered=summary.rendered,
        reused=max(summary.pages - summary.rendered, 0),
        removed=summary.removed,
    )


def tell(order: Order, summary: Summary, *, built: bool) -> None:
    """Print what an edition holds, what was done to its output if it was ``built`` just now, and what it leaves out."""
    name = edition_name(order.edition)
    say(
        "{edition}: {issues} issues, {items} items ({problems} problem items), {pages} pages, "
        "{feeds} feeds in {seconds} s: {folder}",
        edition=name,
        issues=summary.issues,
        items=summary.items,
        problems=summary.problems,
        pages=summary.pages,
        feeds=summary.feeds,
        seconds=f"{summary.seconds:.1f}",
        folder=_shown(order.output),
    )
    if built:
        _tell_work(summary)
    if summary.drafts_out or summary.issues_out or summary.items_out:
        say(
            "left out: drafts {drafts}, issues that are not public {issues}, items of public issues {items}",
            drafts=summary.drafts_out,
            issues=summary.issues_out,
            items=summary.items_out,
        )
    if summary.held:
        say("not due yet: {held} issues, the next on {moment}", held=summary.held, moment=summary.until)
    elif summary.until:
        say("the next item is to be opened on {moment}", moment=summary.until)


def edition_name(edition: Edition) -> str:
    """Return an edition's name."""
    return word("public edition") if edition is Edition.PUBLIC else word("internal edition")


def _shown(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
