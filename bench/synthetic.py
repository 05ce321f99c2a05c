"""Write a made-up content tree: reference data, ledgers that agree, and issues; the same bytes for the same seed."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.corpus import MadeIssue, MadeItem, Size, make_corpus
from bulletin.dates import minute
from bulletin.kinds import Disclosure, Kind, State, Track
from bulletin.reference import Reference
from bulletin_numbering.ledger import HEAD, ledger_path
from bulletin_source.fields import ISSUE, ITEM
from bulletin_source.reference_data import FILES, FOLDER, read_reference

# Where the offices, series and topics of the made-up tree come from.
SAMPLE: Final = Path(__file__).parent.parent / "content"
_INTERNAL: Final = re.compile(rb"^(\s*(?:problem_)?disclosure:).*$", re.MULTILINE)
_EXPECTED: Final = re.compile(rb"^\s*expected_per_year:.*\n", re.MULTILINE)
_LANGUAGES: Final = re.compile(rb"^(?:#.*\n)?languages:.*\n", re.MULTILINE)
_ALIASES: Final = {field.name: field.alias for field in (*ISSUE, *ITEM)}
_ABOUT: Final = """---
title: 关于本站
---

本站内容由程序生成，用于测量构建所需的时间和内存。所载单位、地名、数字和事件均属虚构。
"""


@dataclass(frozen=True, slots=True)
class MadeTree:
    """A made-up content tree in a folder: its reference data, and its issues series by series, oldest first."""

    folder: Path
    reference: Reference
    issues: tuple[MadeIssue, ...]


def make_tree(folder: Path, issues: int = 2500, items: int = 6, years: int = 20, seed: int = 2004) -> None:
    """Write a content tree into a folder, which must be empty or absent; raise FileExistsError if it holds anything.

    Args:
        folder: The content tree to be.
        issues: How many issues, shared out evenly among all series and years.
        items: How many items an issue holds.
        years: How many years, from 2004 on.
        seed: Another seed makes other issues of the same sort.
    """
    write_tree(folder, Size(issues, items, years, seed))


def write_tree(folder: Path, size: Size) -> MadeTree:
    """Write a content tree of a size and return what it was made of; raise FileExistsError as ``make_tree`` does."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    reference = _write_data(folder / FOLDER)
    _write(folder / "pages" / "about.md", _ABOUT)
    ledgers: dict[str, list[str]] = defaultdict(lambda: [HEAD])
    issues = tuple(make_corpus(reference, size))
    for issue in issues:
        _write(folder / issue.path, issue_text(issue))
        ledgers[issue.series.id].append(ledger_line(issue))
    for series, lines in ledgers.items():
        _write(folder / ledger_path(series), "\n".join(lines) + "\n")
    return MadeTree(folder, reference, issues)


def issue_text(issue: MadeIssue) -> str:
    """Return the source of an issue."""
    fields = {
        "series": issue.series.title_on(issue.signed) if issue.chinese else issue.series.id,
        "signed": issue.signed.isoformat(),
        "published": minute(issue.published),
        "number": str(issue.number),
        "editor": issue.series.issuer,
    }
    front = "\n".join(["---", *_lines(fields, chinese=issue.chinese), "---"])
    return "\n\n".join([front, *(_item_text(item, chinese=issue.chinese) for item in issue.items)]) + "\n"


def ledger_line(issue: MadeIssue) -> str:
    """Return the line of the ledger that gave an issue its number."""
    return (
        f"{issue.signed.year},{issue.number},{issue.total or ''},{Track.REGULAR},{State.ISSUED},"
        f"{issue.signed.isoformat()},{minute(issue.published)},{issue.path},"
    )


def _item_text(item: MadeItem, *, chinese: bool) -> str:
    names = [unit.short or unit.name for unit in item.units]
    fields = {"unit": names[0] if len(names) == 1 else f"[{', '.join(names)}]", "topic": item.topic.name}
    if item.kind:
        fields["kind"] = item.kind.value
    if item.kind is Kind.PROBLEM:
        fields["disclosure"] = Disclosure.PUBLIC.value
    if item.status:
        fields["status"] = item.status.value
    block = "\n".join(["```item", *_lines(fields, chinese=chinese), "```"])
    return f"## {item.title}\n\n{block}\n\n{item.body}"


def _lines(fields: dict[str, str], *, chinese: bool) -> list[str]:
    return [f"{_ALIASES[name] if chinese else name}: {value}" for name, value in fields.items()]


def _write_data(folder: Path) -> Reference:
    """Copy the sample's reference data with every series made public, in Chinese alone as peers are; return it."""
    folder.mkdir(parents=True)
    for source in sorted((SAMPLE / FOLDER).glob("*.yaml")):
        if source.name == "series.yaml":
            data = _EXPECTED.sub(b"", source.read_bytes())  # a made-up year has as many issues as asked for
            (folder / source.name).write_bytes(_INTERNAL.sub(rb"\1 public", data))
        elif source.name == "site.yaml":
            (folder / source.name).write_bytes(_LANGUAGES.sub(b"", source.read_bytes()))
        else:
            shutil.copyfile(source, folder / source.name)
    reference, faults = read_reference({name: (folder / name).read_bytes() for name in FILES})
    if reference is None:
        raise ValueError("; ".join(f"{fault.path}:{fault.line} {fault.code}" for fault in faults))
    return reference


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def main(argv: list[str] | None = None) -> int:
    """Run as a program."""
    sizes = Size()
    parser = argparse.ArgumentParser(prog="python -m bench.synthetic", description="Write a made-up content tree.")
    parser.add_argument("folder", type=Path, help="the content tree to be; must be empty or absent")
    parser.add_argument("--issues", type=int, default=sizes.issues, help="how many issues (default %(default)s)")
    parser.add_argument("--items", type=int, default=sizes.items, help="how many items an issue (default %(default)s)")
    parser.add_argument("--years", type=int, default=sizes.years, help="how many years (default %(default)s)")
    parser.add_argument("--seed", type=int, default=sizes.seed, help="another seed, other issues (default %(default)s)")
    given = parser.parse_args(argv)
    try:
        make_tree(given.folder, given.issues, given.items, given.years, given.seed)
    except FileExistsError:
        parser.error(f"{given.folder} is not empty")
    except ValueError:
        parser.error("issues, items and years are at least 1")
    return 0


if __name__ == "__main__":
    sys.exit(main())
