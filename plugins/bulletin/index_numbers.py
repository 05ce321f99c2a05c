"""Index numbers (索引号) of issues and items: made of what never changes, by a scheme that the office writes down.

《政府信息公开目录系统实施指引（试行）》 asks for one for every piece of information, which stays though the publishing
body changes. Its own scheme ends in a serial in order of publication; local schemes differ widely (domain notes 4.5).
Here series, year and number of the issue and the item's own number stand for it: the ledger keeps them for good.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

from bulletin.issues import Issue, Item
from bulletin.kinds import Track
from bulletin.reference import Reference, Series, Site

# gazette/2004-10-3: as the address, so that an office need not think of one.
DEFAULT: Final = "{series}/{year}-{number}-{item}"
# What a format may look like at all: parts in braces, some with a least width, and signs between them.
SHAPE: Final = r"""(?:[^\s{}<>"'&]|\{[a-z]+(?::[1-6])?\})+"""
_PART: Final = re.compile(r"\{([a-z]+)(?::([1-6]))?\}")
PARTS: Final = ("organ", "series", "year", "date", "number", "item")
_REQUIRED: Final = ("series", "year", "number", "item")
_OF_ONE_LENGTH: Final = frozenset({"organ", "year", "date"})
_PADDED: Final = frozenset({"number", "item"})
_TRACKS: Final = {Track.REGULAR: "", Track.SUPPLEMENT: "S", Track.SPECIAL: "T"}


class FormatError(ValueError):
    """A format that could give two things one number, or that names a part there is none of."""


def _parts(text: str) -> list[tuple[str, str, int]]:
    """Return the parts of a format, each with what stands before it and its least width."""
    found, at = [], 0
    for one in _PART.finditer(text):
        found.append((text[at : one.start()], one[1], int(one[2] or 0)))
        at = one.end()
    return found


def _is_border(text: str) -> bool:
    """Say whether what stands between two parts can be no piece of either."""
    return bool(text) and not (text[0].isalnum() or text[-1].isalnum())


def check_format(text: str) -> None:
    """Raise FormatError unless every two issues or items of an office have two numbers by this format.

    Each part it must have stands there once, and between two parts a sign that is no letter or digit, unless both are
    of one length. The id of a series alone may hold such a sign; what stands before it can be read from the left, what
    stands behind it from the right, so that it is what is left.
    """
    parts = _parts(text)
    names = [name for _, name, _ in parts]
    if not re.fullmatch(SHAPE, text) or not set(names) <= set(PARTS):
        raise FormatError(text)
    if any(names.count(name) != 1 for name in _REQUIRED) or len(set(names)) != len(names):
        raise FormatError(text)
    if any(width and name not in _PADDED for _, name, width in parts):
        raise FormatError(text)
    for (_, one, _), (between, other, _) in pairwise(parts):
        if not ({one, other} <= _OF_ONE_LENGTH or _is_border(between)):
            raise FormatError(text)


@dataclass(frozen=True, slots=True)
class IndexScheme:
    """How an office makes index numbers: ``form`` is a format string, ``organ`` the code of the organisation."""

    form: str = DEFAULT
    organ: str = ""

    @classmethod
    def of(cls, site: Site) -> Self:
        """Return the scheme of a site; raise FormatError for a format that is none."""
        text = site.index_number or DEFAULT
        check_format(text)
        return cls(_PART.sub(lambda one: f"{{{one[1]}:0>{one[2]}}}" if one[2] else one[0], text), site.organ_code)

    def number_of(self, issue: Issue, item: Item | None = None) -> str:
        """Return the index number of an item, or of the issue as a whole; raise ValueError for a draft, without number.

        ``item`` is the number that ends the item's address, 0 for the issue. Supplements are S1, special issues T1, the
        second run of a year R2 and the number; a merged issue has its first.
        """
        number = issue.number
        if number is None:
            raise ValueError(issue.path)
        run = f"R{number.part}" if number.part > 1 else ""
        lead, digits = f"{run}{_TRACKS[number.track]}", str(number.span.first)
        return self.form.format(
            organ=self.organ,
            series=code_of(issue.series),
            year=f"{number.year:04}",
            date=issue.signed.strftime("%Y%m%d"),
            number=_Lettered(lead, digits),
            item=str(item.n if item else 0),
        )


@dataclass(frozen=True, slots=True)
class _Lettered:
    """A number behind letters; zeros to fill it up stand between the two."""

    lead: str
    digits: str

    def __format__(self, spec: str) -> str:
        return self.lead + format(self.digits, spec)


def code_of(series: Series) -> str:
    """Return what stands for a series in index numbers: its code, else its id."""
    return series.index_code or series.id


def index_number_of(reference: Reference, issue: Issue, item: Item | None = None) -> str:
    """Return the index number of an item, or of the issue as a whole, by an office's own reference data.

    Raises FormatError as ``IndexScheme.of`` and ValueError as ``IndexScheme.number_of``.
    """
    return IndexScheme.of(reference.site).number_of(issue, item)
