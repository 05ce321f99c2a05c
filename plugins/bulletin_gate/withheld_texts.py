"""Tell withheld texts from public ones by comparing all that was read with what an edition holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from itertools import repeat
from operator import attrgetter
from typing import Final

from bulletin.catalogue import Catalogue
from bulletin.issues import Issue, Item
from bulletin.kinds import Disclosure
from bulletin.reference import Reference, Series, Topic, Unit
from bulletin_gate.disclosure import disclosure_of
from bulletin_gate.embargo import Standing, standing_of
from bulletin_gate.fingerprints import LENGTH, Source, Withheld
from bulletin_source.fields import ISSUE, ITEM

_NAME: Final = 40  # characters; reference data of more is prose
# What addresses are made of beside the ids of reference data.
_ADDRESS: Final = ("index.html", "media", "corrections", "problems", "topics", "units", "statistics", "feeds", "ref/")
# What every source begins its fields with, and pages may begin theirs with.
_FIELDS: Final = tuple(f"{spelling}:" for field in (*ISSUE, *ITEM) for spelling in (field.name, field.alias))
# What the reader writes by itself: the style sheet says it too.
_MARKUP: Final = (
    *(f'{name}="{scheme}://' for name in ("href", "src") for scheme in ("https", "http")),
    *("footnote", "footnotes", "footnote-ref", "footnote-backref"),
)


def texts_in(value: object, shortest: int = LENGTH, *, twice: bool = False) -> Iterator[str]:
    """Yield every text of a record and of those in it that is long enough, but for reference data, known to all.

    What a body says with its markup and its text without is yielded once, unless it is wanted ``twice``.
    """
    waiting: list[object] = [(value,)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            several = one
        else:
            several = _values_of(type(one))(one)  # type: ignore[arg-type]  # mypy takes a type's hash for its instances'
            if not twice and isinstance(one, Item) and _says_all(one.body):
                several = tuple(each for each in several if each is not one.text)
        for each in several:
            if isinstance(each, str):
                if len(each) >= shortest:
                    yield each
            elif each:  # most fields are empty
                waiting.append(each)


@cache
def _values_of(kind: type) -> Callable[[object], tuple[object, ...]]:
    """Return what gives the values of a record; of reference data, and of what is none, it gives none."""
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else []
    if not names or issubclass(kind, Series | Unit | Topic | Reference):
        return lambda _: ()
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda one: (get(one),)


def _says_all(body: str) -> bool:
    """Say whether a body has paragraphs alone, and so says what its plain text says; that leaves marks of notes out."""
    return "<p>" in body and body.count("<") == 2 * body.count("<p>")


def _reference_texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _reference_texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _reference_texts(getattr(value, field.name))


def _is_out(issue: Issue, now: datetime) -> bool:
    return issue.disclosure is Disclosure.PUBLIC and standing_of(issue, now) is Standing.OUT


def _confirmed(issues: Iterable[Issue], now: datetime) -> Iterator[Issue]:
    """Yield what an edition shows and may: a fault in making the edition must not make a text public.

    No issue's file name counts as public, for no output names a source.
    """
    for issue in issues:
        if _is_out(issue, now):
            items = tuple(item for item in issue.items if disclosure_of(issue, item) is Disclosure.PUBLIC)
            yield replace(issue, path="", items=() if issue.withdrawal else items)


def _may_show(issue: Issue, now: datetime) -> bool:
    shown = issue.withdrawal is None and _is_out(issue, now)
    return shown and any(disclosure_of(issue, item) is Disclosure.PUBLIC for item in issue.items)


def _hides_nothing(issue: Issue, now: datetime) -> bool:
    told = issue.withdrawal is None and not issue.reviews and issue.opening is None and _is_out(issue, now)
    return told and all(disclosure_of(issue, item) is Disclosure.PUBLIC for item in issue.items)


@dataclass(frozen=True, slots=True)
class _Lazily:
    """Texts that are gathered only when somebody goes through them."""

    gather: Callable[[], Iterable[str]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.gather())


def _secrets(catalogue: Catalogue, edition: Catalogue, now: datetime) -> Iterator[Source]:
    """Yield what was read and is not public in the same issue; other issues may say it."""
    shown = {issue.path: issue for issue in edition.issues}
    for path, record in _origins(catalogue, edition, now):
        known = frozenset(texts_in(tuple(_confirmed((shown[path],), now)), twice=True)) if path in shown else ()
        yield from (Source(path, text) for text in texts_in(record) if text not in known)


def _origins(catalogue: Catalogue, edition: Catalogue, now: datetime) -> Iterator[tuple[str, object]]:
    """Yield what may say more than an edition does, with its file."""
    shown = {id(one) for one in (*edition.issues, *edition.voids, *edition.pages)}
    for issue in catalogue.issues:
        # One that the edition holds as it was read, and may, hides nothing: neither an item nor a word about it.
        if not (id(issue) in shown and _hides_nothing(issue, now)):
            yield issue.path, issue
    yield from ((f"ledger/{one.series.id}.csv", one) for one in catalogue.voids if id(one) not in shown)
    yield from ((page.path, page) for page in catalogue.pages if id(page) not in shown)


def whole_issues_withheld(everything: Catalogue, edition: Catalogue, now: datetime) -> list[str]:
    """Return the files of the issues of which the edition may show no item: drafts, internal, embargoed, withdrawn."""
    pairs = zip(edition.issues, map(_may_show, edition.issues, repeat(now)), strict=True)
    shown = {issue.path for issue, may in pairs if may}
    return [issue.path for issue in everything.issues if issue.path not in shown]


def withheld_of(  # noqa: PLR0913 (all that may be said, and all that may not)
    everything: Catalogue,
    edition: Catalogue,
    now: datetime,
    *,
    files: Sequence[Source] = (),
    words: Callable[[], Iterable[str]] = tuple,
    among_few: bool = False,
) -> Withheld:
    """Gather all that an edition withholds.

    Args:
        everything: The catalogue of the whole tree.
        edition: What the edition holds of it.
        now: The moment of the build: what is to come out later is not public.
        files: What only files tell: the sources of withheld issues, names of withheld media.
        words: Gives what else is public: what the theme says on every page.
        among_few: It is looked for in a few files alone.
    """
    secret = list(_secrets(everything, edition, now))
    if not secret and not files:
        return Withheld.of((), ())
    known = list(_reference_texts(everything.reference))
    names = [text for text in known if len(text) <= _NAME]
    editors = {issue.editor for issue in edition.issues if len(issue.editor) <= _NAME}
    prose = [text for text in known if len(text) > _NAME]
    told = [*names, *editors, *_ADDRESS, *_MARKUP, *_FIELDS]

    def public() -> Iterator[str]:
        # Pages say a text a paragraph a line, the search index as a whole: both are known.
        shown = (tuple(_confirmed(edition.issues, now)), edition.pages, edition.voids, edition.on_request)
        yield from texts_in(shown, twice=True)
        yield from (text for one in edition.moved for text in (one.old, one.new))
        yield from prose
        yield from words()

    return Withheld.of([*secret, *files], _Lazily(public), told, among_few=among_few)
