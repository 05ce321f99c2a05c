"""Read an Excel workbook: every sheet, shown or hidden, row by row, with numbers as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from posixpath import join, normpath
from typing import Final

from bulletin_gate.pieces import Budget, FileFaultError, Piece
from bulletin_gate.xml_text import PartReader, pieces_of

SHEETS: Final = re.compile(r"xl/(?:work|chart|dialog|macro)sheets/[^/]+\.xml")
STRINGS: Final = "xl/sharedStrings.xml"
WORKBOOK: Final = "xl/workbook.xml"
_STYLES: Final = "xl/styles.xml"
# Built-in number formats that show a date (ECMA-376 part 1, 18.8.30, with those of Chinese Excel).
_DATES: Final = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_BESIDE_DATES: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE: Final = re.compile(r"[yd年日]", re.IGNORECASE)
_DAY_ZERO: Final = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 (a day has no zone)
_LAST_DAY: Final = 2_958_465  # 9999-12-31
_LONGEST_NUMBER: Final = 40


class _Strings(PartReader):
    """The shared strings, in their order, with a note of which a cell has used."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.strings: list[str] = []
        self.used: set[int] = set()
        self._parts: list[str] = []

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        del attributes
        if name == "si":
            self._parts = []
        elif name == "rPh":  # how a word is read aloud; it must not part two halves of a number
            self._parts.append("\n")

    def text(self, name: str, text: str) -> None:
        if name == "t":
            self._parts.append(text)

    def ended(self, name: str) -> None:
        if name == "si":
            self.strings.append("".join(self._parts))

    def of(self, written: str) -> str:
        """Return the string a cell names by its place; raise FileFaultError FILE-BROKEN."""
        try:
            place = int(written)
            found = self.strings[place] if place >= 0 else ""
        except (ValueError, IndexError) as error:
            raise FileFaultError("FILE-BROKEN") from error
        self.used.add(place)
        return found


class _Styles(PartReader):
    """Which of the cells' styles show a number as a date."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self._formats: dict[str, bool] = {}
        self._within: list[str] = []
        self.dates: list[bool] = []

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            shown = _BESIDE_DATES.sub("", attributes.get("formatCode", ""))
            self._formats[attributes.get("numFmtId", "")] = bool(_DATE.search(shown))
        elif name == "xf" and self._within[-1:] == ["cellXfs"]:
            number = attributes.get("numFmtId", "0")
            known = number.isdecimal() and int(number[:4]) in _DATES
            self.dates.append(self._formats.get(number, known))
        self._within.append(name)

    def ended(self, name: str) -> None:
        del name
        self._within.pop()


class _Sheet(PartReader):
    """One sheet: its rows, and beside them whatever stands outside cells."""

    def __init__(self, budget: Budget, strings: _Strings, dates: list[bool], *, from_1904: bool) -> None:
        super().__init__(budget)
        self._strings, self._dates, self._zero = strings, dates, _DAY_ZERO[from_1904]
        self._row: list[str] = []
        self._cell: Mapping[str, str] = {}
        self._value: list[str] = []
        self._inline: list[str] | None = None

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._cell, self._value = attributes, []
        elif name == "is":
            self._inline = []
        else:
            super().started(name, attributes)

    def text(self, name: str, text: str) -> None:
        if name == "v":
            self._value.append(text)
        elif self._inline is not None:
            self._inline.append(text)
        else:
            super().text(name, text)

    def ended(self, name: str) -> None:
        if name == "c":
            self._row.append(self._shown("".join(self._value)))
        elif name == "is":
            self._row.append("".join(self._inline or ()))
            self._inline = None
        elif name in {"row", "sheetData"}:
            self.line("\t".join(filter(None, self._row)))
            self._row.clear()
        else:
            super().ended(name)

    def _shown(self, value: str) -> str:
        sort = self._cell.get("t", "n")
        if sort == "s" and value:
            return self._strings.of(value)
        if sort != "n" or not value:
            return value
        style = self._cell.get("s", "0")
        as_date = style.isdecimal() and int(style[:6]) < len(self._dates) and self._dates[int(style[:6])]
        return _number(value, self._zero if as_date else None)


def _number(written: str, zero: datetime | None) -> str:
    """Return a number in digits, without an exponent (1.38E10 is a telephone's), or the day that it stands for."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        return written
    if zero is not None and 0 < number <= _LAST_DAY:
        day = zero + timedelta(days=int(number))
        return f"{day.year}年{day.month}月{day.day}日"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class _Workbook(PartReader):
    """The sheets' titles by relation, and the day from which days are counted."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.titles: dict[str, str] = {}
        self.from_1904 = False

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            self.titles[relation] = attributes.get("name", "")
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in {"1", "true", "on"}


class _Relations(PartReader):
    """What relations lead to, by their id."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.targets: dict[str, str] = {}

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


def _titles(parts: Mapping[str, bytes], workbook: _Workbook, budget: Budget) -> dict[str, str]:
    """Return the sheets' titles by their parts' names."""
    relations = _Relations(budget)
    if "xl/_rels/workbook.xml.rels" in parts:
        relations.read(parts["xl/_rels/workbook.xml.rels"])
    return {
        normpath(join("/xl", relations.targets.get(relation, ""))).lstrip("/"): title
        for relation, title in workbook.titles.items()
    }


def read_sheets(parts: Mapping[str, bytes], budget: Budget) -> Iterator[Piece]:
    """Yield the text of every sheet, under its title, and of the shared strings that no cell uses any more.

    Raises:
        FileFaultError: as xml_text.PartReader.read; FILE-BROKEN for a string that is not there.
    """
    strings, styles, workbook = _Strings(budget), _Styles(budget), _Workbook(budget)
    for name, reader in ((STRINGS, strings), (_STYLES, styles), (WORKBOOK, workbook)):
        if name in parts:
            reader.read(parts[name])
    titles = _titles(parts, workbook, budget)
    for name in filter(SHEETS.fullmatch, parts):
        sheet = _Sheet(budget, strings, styles.dates, from_1904=workbook.from_1904)
        sheet.read(parts[name])
        yield from pieces_of(titles.get(name) or name, sheet)
    rest = [text for place, text in enumerate(strings.strings) if place not in strings.used and text.strip()]
    if rest:
        budget.find(sum(map(len, rest)))
        yield Piece(STRINGS, "\n".join(rest))
