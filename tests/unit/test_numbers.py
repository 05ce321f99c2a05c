"""Numbers of issues: reading, printing, addresses and order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.kinds import Track
from bulletin.numbers import (
    Number,
    Numeral,
    Span,
    Style,
    full_label,
    number_label,
    parse_code,
    parse_span,
    total_label,
)
from tests.unit.making import is_refused

ARABIC = Style()
ENUMERATED = Style(separator="、")
HANZI = Style(Numeral.HANZI)
SPANS = st.tuples(st.integers(1, 9_999), st.integers(0, 90)).map(lambda ends: Span(ends[0], ends[0] + ends[1]))
ACROSS = st.builds(lambda span, over: Span(span.first, span.last, over), SPANS, st.integers(0, 9))
STYLES = st.sampled_from([ARABIC, ENUMERATED, HANZI])


def regular(year: int, text: str) -> Number:
    """Make a number on the regular track."""
    return Number(year, Track.REGULAR, parse_span(text))


def supplement(year: int, text: str) -> Number:
    """Make a supplement's number."""
    return Number(year, Track.SUPPLEMENT, parse_span(text))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1", Span(1, 1)),
        ("10", Span(10, 10)),
        (" 10 ", Span(10, 10)),
        ("１００", Span(100, 100)),
        ("99999", Span(99_999, 99_999)),
        ("7-8", Span(7, 8)),
        ("７－８", Span(7, 8)),
        ("7—8", Span(7, 8)),
        ("7–8", Span(7, 8)),
        ("7～8", Span(7, 8)),
        ("7~8", Span(7, 8)),
        ("7-12", Span(7, 12)),
        ("12+1", Span(12, 12, 1)),
        ("11-12+2", Span(11, 12, 2)),
        ("１２＋１", Span(12, 12, 1)),
    ],
)
def test_span_is_read(text: str, span: Span) -> None:
    """A number is read with full-width digits and with any dash an editor may type between merged numbers."""
    assert parse_span(text) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "00",
        "010",
        "08",
        "7-08",
        "-1",
        "+1",
        "1.0",
        "1 0",
        "8-7",
        "7-",
        "-8",
        "7-8-9",
        "7--8",
        "12+0",
        "12+",
        "12+1+1",
        "12+01",
        "7、8",
        "第10期",
        "十",
        "100000",
        "1_0",
        "0x1",
        "٣",
        "१०",
        "②",
        "NaN",
    ],
)
def test_span_is_refused(text: str) -> None:
    """Leading zeros, signs, other scripts' digits and everything that is no number are refused."""
    assert is_refused(parse_span, text)


@given(ACROSS)
def test_span_is_read_back(span: Span) -> None:
    """A span read is the span written."""
    assert parse_span(str(span)) == span


@given(st.text())
def test_only_canonical_numbers_are_read(text: str) -> None:
    """Whatever is read at all is written again without zeros, signs or spaces."""
    assert is_refused(parse_span, text) or set(str(parse_span(text))) <= set("0123456789-+")


@given(SPANS)
def test_span_counts_its_slots(span: Span) -> None:
    """A span holds exactly the numbers from its first to its last."""
    slots = list(span.slots())
    assert len(slots) == len(span)
    assert (slots[0], slots[-1]) == (span.first, span.last)
    assert all(slot in span for slot in slots)
    assert span.first - 1 not in span
    assert span.last + 1 not in span


@given(ACROSS)
def test_span_across_years(span: Span) -> None:
    """C10: an issue merged across years takes numbers of the next year too, which are not in its own."""
    assert len(span) == len(list(span.slots())) + span.over
    singles = list(Number(2004, Track.REGULAR, span).singles())
    assert [one.year for one in singles] == [2004] * len(span.slots()) + [2005] * span.over
    assert len(singles) == len(span)


@pytest.mark.parametrize("ends", [(0, 1), (2, 1), (-1, 3), (2, 2, -1)])
def test_impossible_span(ends: tuple[int, ...]) -> None:
    """A span can't begin below one or end before it begins."""
    with pytest.raises(ValueError, match="-"):
        Span(*ends)


@pytest.mark.parametrize(
    ("number", "style", "label"),
    [
        pytest.param(regular(2004, "10"), ARABIC, "2004年第10期", id="regular"),
        pytest.param(regular(2004, "100"), ARABIC, "2004年第100期", id="C1"),
        pytest.param(regular(2004, "7-8"), ARABIC, "2004年第7-8期", id="C7"),
        pytest.param(regular(2004, "7-8"), ENUMERATED, "2004年第7、8期合刊", id="C9"),
        pytest.param(supplement(2004, "1"), ARABIC, "2004年增刊第1期", id="C11"),
        pytest.param(supplement(2004, "2"), HANZI, "2004年增刊第二期", id="supplement-hanzi"),
        pytest.param(regular(2004, "17"), HANZI, "2004年第十七期", id="C27-17"),
        pytest.param(regular(2004, "100"), HANZI, "2004年第一百期", id="C27-100"),
        pytest.param(regular(2004, "103"), HANZI, "2004年第一百零三期", id="C27-103"),
        pytest.param(regular(2004, "110"), HANZI, "2004年第一百一十期", id="C27-110"),
        pytest.param(regular(2004, "7-8"), HANZI, "2004年第七-八期", id="merged-hanzi"),
        pytest.param(regular(2004, "12+1"), ARABIC, "2004年第12期、2005年第1期合刊", id="C10"),
        pytest.param(regular(2004, "11-12+2"), ENUMERATED, "2004年第11、12期、2005年第1、2期合刊", id="C10-more"),
        pytest.param(supplement(2004, "2+1"), ARABIC, "2004年增刊第2期、2005年增刊第1期合刊", id="C10-supplement"),
        pytest.param(Number(2004, Track.SPECIAL, Span(3, 3)), ARABIC, "2004年专刊第3期", id="special"),
    ],
)
def test_number_label(number: Number, style: Style, label: str) -> None:
    """A number is printed as its series prints numbers, without zero padding (N13)."""
    assert number_label(number, style) == label


@pytest.mark.parametrize(
    ("number", "total", "label"),
    [
        pytest.param("100", "532", "2004年第100期（总第532期）", id="C1"),
        pytest.param("7-8", "107-108", "2004年第7-8期（总第107-108期）", id="C7"),
        pytest.param("7-8", "107", "2004年第7-8期（总第107期）", id="C8"),
        pytest.param("10", "", "2004年第10期", id="no-total"),
    ],
)
def test_full_label(number: str, total: str, label: str) -> None:
    """The total follows in full-width brackets, where there is one."""
    bare = number_label(regular(2004, number), ARABIC)
    assert full_label(bare, parse_span(total) if total else None, ARABIC) == label


@pytest.mark.parametrize(
    ("style", "dated", "volume", "label"),
    [
        (ARABIC, False, None, "第533期"),
        (HANZI, False, None, "第五百三十三期"),
        (ARABIC, True, 3, "2004年第3卷第533期"),
        (HANZI, True, 12, "2004年第十二卷第五百三十三期"),
    ],
    ids=["C3", "C3-hanzi", "volume", "volume-hanzi"],
)
def test_label_without_year_and_with_volume(style: Style, dated: bool, volume: int | None, label: str) -> None:  # noqa: FBT001 (a column of the table)
    """Where numbers run on the year is no part of them (C3); a volume stands before the number."""
    assert number_label(regular(2004, "533"), style, dated=dated, volume=volume) == label


def test_total_label() -> None:
    """A total is printed in the series' numerals; without a total there is nothing to print."""
    assert total_label(Span(532, 532), HANZI) == "总第五百三十二期"
    assert total_label(None, ARABIC) == ""


@given(SPANS, STYLES)
def test_every_number_can_be_printed(span: Span, style: Style) -> None:
    """Whatever number can be read can be printed in every style."""
    label = full_label(number_label(Number(2004, Track.REGULAR, span), style), span, style)
    assert label.startswith("2004年第")
    assert label.endswith("期）")


@given(SPANS, SPANS)
def test_labels_differ(one: Span, other: Span) -> None:
    """Two numbers of a year never print alike."""
    labels = {number_label(Number(2004, Track.REGULAR, span), ARABIC) for span in (one, other)}
    assert len(labels) == len({one, other})


@pytest.mark.parametrize(
    ("number", "segment"),
    [
        pytest.param(regular(2004, "10"), "10", id="regular"),
        pytest.param(regular(2004, "7-8"), "7-8", id="C9"),
        pytest.param(regular(2004, "12+1"), "12-2005-1", id="C10"),
        pytest.param(regular(2004, "11-12+2"), "11-12-2005-1-2", id="C10-more"),
        pytest.param(supplement(2004, "1"), "supplement-1", id="C11"),
        pytest.param(Number(2004, Track.REGULAR, Span(1, 1), 2), "r2-1", id="C24"),
        pytest.param(Number(2004, Track.SPECIAL, Span(7, 8), 3), "special-r3-7-8", id="C24-special"),
    ],
)
def test_address_segment(number: Number, segment: str) -> None:
    """The address has arabic numbers and a hyphen, whatever the series prints."""
    assert number.segment == segment


def test_numbers_are_in_numeric_order() -> None:
    """Numbers stand in the order of year, then track, then value: 9 before 10."""
    numbers = [regular(2005, "1"), supplement(2004, "1"), regular(2004, "10"), regular(2004, "9")]
    assert [number.segment for number in sorted(numbers)] == ["9", "10", "supplement-1", "1"]


NUMBERS = st.builds(Number, st.integers(1949, 2100), st.sampled_from(Track), ACROSS, st.integers(1, 9))


@given(NUMBERS)
def test_code_is_read_back(number: Number) -> None:
    """What a ledger writes beside the year says span and part again."""
    assert parse_code(number.code) == (number.span, number.part)


@pytest.mark.parametrize("text", ["", "r2", "r2-", "r1-1", "r10-1", "2-r1", "r2-r3-1", "R2-1", "r2-0", "r２-1"])
def test_code_is_refused(text: str) -> None:
    """A first part is not written, and a part has one digit."""
    assert is_refused(parse_code, text)


@given(NUMBERS, NUMBERS)
def test_segments_differ(one: Number, other: Number) -> None:
    """Two numbers of a year never have the same address, whatever their part, track and length."""
    other = replace(other, year=one.year)
    assert (one.segment == other.segment) == (one == other)


@given(NUMBERS)
def test_singles(number: Number) -> None:
    """The single numbers of a number are its slots, each of one."""
    assert [slot for one in number.singles() for slot in one.slots()] == list(number.slots())
    assert all(len(one.span) == 1 for one in number.singles())
