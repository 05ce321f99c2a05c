"""A made-up corpus: issues of all series over some years, numbered as a ledger would, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from bench.prose import Extra, Prose
from bulletin.kinds import Kind, Status
from bulletin.numbers import Span
from bulletin.reference import Reference, Series, Topic, Unit

FIRST_YEAR: Final = 2004
# Characters of an issue; its items add at most a sentence each, which the upper bound leaves room for.
_CHARACTERS: Final = (800, 2700)
_SHORTEST_ITEM: Final = 110
_TABLE_EVERY: Final = 10  # issues
_OTHER_EVERY: Final = 20  # issues
_OTHERS: Final = (Extra.FOOTNOTE, Extra.BOLD, Extra.LIST)
_PROBLEM_SHARE: Final = 1 / 3
_UNMARKED_SHARE: Final = 1 / 3  # of the general items: no kind, so that the classifier has something to do
_JOINT_SHARE: Final = 1 / 6  # items of two units
_STATUSES: Final = (Status.OPEN, Status.HANDLING, Status.RESOLVED)


@dataclass(frozen=True, slots=True)
class Size:
    """How much to make up: issues in all, items an issue, years they are spread over, and the seed of chance."""

    issues: int = 2500
    items: int = 6
    years: int = 20
    seed: int = 2004


@dataclass(frozen=True, slots=True)
class MadeItem:
    """An item; ``kind`` is None where the editor left it to the classifier, ``body`` is Markdown."""

    title: str
    units: tuple[Unit, ...]
    topic: Topic
    kind: Kind | None
    status: Status | None
    body: str


@dataclass(frozen=True, slots=True)
class MadeIssue:
    """An issue with the number and total its ledger gives it; ``path`` is relative to the content tree."""

    path: str
    series: Series
    signed: date
    published: datetime
    number: int
    total: Span | None
    chinese: bool  # field names in Chinese
    items: tuple[MadeItem, ...]


def make_corpus(reference: Reference, size: Size) -> Iterator[MadeIssue]:
    """Yield the issues series by series, oldest first; raise ValueError for a size without issues, items or years."""
    if min(size.issues, size.items, size.years) < 1:
        raise ValueError(size)
    rng = Random(size.seed)
    prose = Prose(rng)
    shares = _shares(size.issues, len(reference.series))
    made = 0
    for series, share in zip(reference.series, shares, strict=True):
        total = series.total_seed
        for year, of_year in enumerate(_shares(share, size.years), FIRST_YEAR):
            paths: set[str] = set()
            for number in range(1, of_year + 1):
                signed = _day(rng, year, number, of_year)
                path = _path(series, signed, paths)
                paths.add(path)
                total = None if total is None else total + 1
                yield MadeIssue(
                    path, series, signed, _online(rng, signed), number, None if total is None else Span(total, total),
                    made % 3 == 0, _items(prose, reference, size.items, made),
                )  # fmt: skip
                made += 1


def later_issues(reference: Reference, issues: Sequence[MadeIssue], size: Size, count: int) -> tuple[MadeIssue, ...]:
    """Return issues signed after all others, in the series and year of the newest, numbered as its ledger goes on.

    Args:
        reference: The reference data of the tree.
        issues: All issues of the tree, at least one, those of a series oldest first.
        size: Of the tree; its seed decides what the new issues say.
        count: How many.
    """
    newest = max(issues, key=lambda issue: (issue.signed, issue.number))
    last = [issue for issue in issues if issue.series == newest.series][-1]
    signed = date(last.signed.year, 12, 31)
    paths = {issue.path for issue in issues}
    prose = Prose(Random(f"{size.seed} later"))
    later = []
    for n in range(1, count + 1):
        path = _path(last.series, signed, paths)
        paths.add(path)
        total = None if last.total is None else Span(last.total.first + n, last.total.first + n)
        published = datetime.combine(signed, time(18)) + timedelta(minutes=n)
        later.append(
            MadeIssue(
                path, last.series, signed, published, last.number + n, total, False,  # noqa: FBT003 (field names in English)
                _items(prose, reference, size.items, len(issues) + n),
            )
        )  # fmt: skip
    return tuple(later)


def _shares(whole: int, parts: int) -> list[int]:
    """Share out a number evenly; the shares differ by 1 at most, the greater ones spread among the others."""
    return [whole * (part + 1) // parts - whole * part // parts for part in range(parts)]


def _day(rng: Random, year: int, number: int, of_year: int) -> date:
    """Return the signing date of the n-th issue of a year: later than, or on the same day as, the one before it."""
    days = 366 if year % 4 == 0 else 365
    first, end = days * (number - 1) // of_year, days * number // of_year
    return date(year, 1, 1) + timedelta(days=rng.randrange(first, max(end, first + 1)))


def _path(series: Series, signed: date, taken: set[str]) -> str:
    stem = f"{series.id}/{signed.year}/{signed.isoformat()}"
    path, copy = f"{stem}.md", 2
    while path in taken:
        path, copy = f"{stem}-{copy}.md", copy + 1
    return path


def _online(rng: Random, signed: date) -> datetime:
    return datetime.combine(signed, time(rng.randint(8, 17), rng.randint(0, 59)))


def _extra(issue: int) -> Extra:
    """Return what one item of an issue holds besides paragraphs; ``issue`` counts from 0 over all series."""
    if issue % _TABLE_EVERY == _TABLE_EVERY // 2:
        return Extra.TABLE
    if issue % _OTHER_EVERY == _OTHER_EVERY - 1:
        return _OTHERS[issue // _OTHER_EVERY % len(_OTHERS)]
    return Extra.NONE


def _items(prose: Prose, reference: Reference, items: int, issue: int) -> tuple[MadeItem, ...]:
    rng = prose.rng
    weights = [rng.uniform(1, 3) for _ in range(items)]
    characters = rng.randint(*_CHARACTERS)
    lengths = [max(_SHORTEST_ITEM, int(characters * weight / sum(weights))) for weight in weights]
    special = rng.randrange(items)
    extra = _extra(issue)
    return tuple(
        _item(prose, reference, length, extra if n == special else Extra.NONE) for n, length in enumerate(lengths)
    )


def _item(prose: Prose, reference: Reference, length: int, extra: Extra) -> MadeItem:
    rng = prose.rng
    problem = rng.random() < _PROBLEM_SHARE
    units = tuple(rng.sample(reference.units, 2 if rng.random() < _JOINT_SHARE else 1))
    unmarked = not problem and rng.random() < _UNMARKED_SHARE
    kind = Kind.PROBLEM if problem else Kind.GENERAL
    name = units[0].name
    return MadeItem(
        title=prose.title(name, problem=problem), units=units, topic=rng.choice(reference.topics),
        kind=None if unmarked else kind, status=rng.choice(_STATUSES) if problem else None,
        body=prose.body(name, length, extra, problem=problem),
    )  # fmt: skip
