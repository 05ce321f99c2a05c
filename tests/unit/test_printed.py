"""Printed numbers: what mastheads, old lists and citations say, what is read of it and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.numerals import to_hanzi
from bulletin.printed import Printed, parse_printed
from tests.unit.making import is_refused

Span = tuple[int, int]

SEVEN = Printed(numbers=(7, 7))
MERGED = Printed(numbers=(7, 8))
HUNDRED = Printed(numbers=(100, 100))
TOTAL = Printed(total=(532, 532))
MARCH = Printed(year=2004, numbers=(3, 3))
ACROSS = Printed(year=2004, numbers=(12, 12), following=(1, 1))
SUPPLEMENT = Printed(supplement=True, numbers=(1, 1))
SUPPLEMENT_OF_2004 = Printed(year=2004, supplement=True, numbers=(1, 1))
VOLUME = Printed(volume=3, numbers=(2, 2))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param("第１００期", HUNDRED, id="C28-full-width"),
        pytest.param(" 第 100 期", HUNDRED, id="C28-spaces"),
        pytest.param("总532期", TOTAL, id="C28-total"),
        pytest.param("（总第532期)", TOTAL, id="C28-mixed-brackets"),
        pytest.param("第一百期", HUNDRED, id="C28-hanzi"),
        pytest.param("第十七期", Printed(numbers=(17, 17)), id="C27-17"),
        pytest.param("第一百零三期", Printed(numbers=(103, 103)), id="C27-103"),
        pytest.param("第一百一十期", Printed(numbers=(110, 110)), id="C27-110"),
        pytest.param("二〇〇四年第三期", MARCH, id="C39"),
        pytest.param("2004年第7-8期（总第107-108期）", Printed(2004, numbers=(7, 8), total=(107, 108)), id="C7"),
        pytest.param("2004年第7-8期（总第107期）", Printed(2004, numbers=(7, 8), total=(107, 107)), id="C8"),
        pytest.param("第7、8期合刊", MERGED, id="C9"),
        pytest.param("2004年第12期、2005年第1期合刊", ACROSS, id="C10"),
        pytest.param("2004年增刊第2期", Printed(2004, supplement=True, numbers=(2, 2)), id="C11"),
        pytest.param("2018年第49期（专期）", Printed(2018, numbers=(49, 49), mark="专期"), id="C12"),
        pytest.param("2004年第15期（更正重发）", Printed(2004, numbers=(15, 15), mark="更正重发"), id="C17"),
        ("100", HUNDRED),
        ("100期", HUNDRED),
        ("１００", HUNDRED),
        ("０１００", HUNDRED),
        ("一百", HUNDRED),
        ("（第100期）", HUNDRED),
        ("\u3000第\u3000１００\u3000期\u3000", HUNDRED),
        ("第\n100\t期", HUNDRED),
        ("第一〇〇期", HUNDRED),
        ("第一○○期", HUNDRED),
        ("第一00期", HUNDRED),
        ("第07期", SEVEN),
        ("第００７期", SEVEN),
        ("第〇七期", SEVEN),
        ("第零七期", SEVEN),
        ("No.7", SEVEN),
        ("No. 7", SEVEN),
        ("No 7", SEVEN),
        ("NO.07", SEVEN),
        ("Ｎｏ．７", SEVEN),
        ("№7", SEVEN),
        ("Issue No. 7", SEVEN),
        ("#7", SEVEN),
        ("＃７", SEVEN),
        ("# 7", SEVEN),
        ("Issue 600", Printed(numbers=(600, 600))),
        ("issue 600", Printed(numbers=(600, 600))),
        ("#600", Printed(numbers=(600, 600))),
        ("第99999期", Printed(numbers=(99_999, 99_999))),
        ("第十期", Printed(numbers=(10, 10))),
        ("第一十五期", Printed(numbers=(15, 15))),
        ("第一百十期", Printed(numbers=(110, 110))),
        ("第两百期", Printed(numbers=(200, 200))),
        ("第二四期", Printed(numbers=(24, 24))),
        ("第九万九千九百九十九期", Printed(numbers=(99_999, 99_999))),
        ("第2004期", Printed(numbers=(2004, 2004))),
        ("2004期", Printed(numbers=(2004, 2004))),
        ("No. 2004", Printed(numbers=(2004, 2004))),
        ("第2004-2005期", Printed(numbers=(2004, 2005))),
        ("1899", Printed(numbers=(1899, 1899))),
        ("2100", Printed(numbers=(2100, 2100))),
        ("总第532期", TOTAL),
        ("总期号532", TOTAL),
        ("总期号：532", TOTAL),
        ("（总532期）", TOTAL),
        ("(总 532)", TOTAL),
        ("总第五百三十二期", TOTAL),
        ("总第五三二期", TOTAL),
        ("总第2004期", Printed(total=(2004, 2004))),
        ("总第107、108期", Printed(total=(107, 108))),
        ("2004年（总第532期）", Printed(2004, total=(532, 532))),
        ("2004年第3期", MARCH),
        ("2004年3期", MARCH),
        ("2004 年 第 3 期", MARCH),
        ("２００４年第３期", MARCH),
        ("（2004年第3期）", MARCH),
        ("2004年第三期", MARCH),
        ("二○○四年第3期", MARCH),
        ("二零零四年第三期", MARCH),
        ("二00四年第三期", MARCH),
        ("二OO四年第三期", MARCH),
        ("二千零四年第三期", MARCH),
        ("二0一0年第三期", Printed(2010, numbers=(3, 3))),
        ("2004-3", MARCH),
        ("2004.3", MARCH),
        ("2004/3", MARCH),
        ("2004-03", MARCH),
        ("2004—3", MARCH),
        ("２００４．３", MARCH),
        ("2004-3期", MARCH),
        ("2004第3期", MARCH),
        ("2004 第3期", MARCH),
        ("2004，第3期", MARCH),
        ("2004年，第3期", MARCH),
        ("2004, No. 3", MARCH),
        ("1900-1", Printed(1900, numbers=(1, 1))),
        ("2099年第1期", Printed(2099, numbers=(1, 1))),
        ("2004.7-8", Printed(2004, numbers=(7, 8))),
        ("2004-7、8", Printed(2004, numbers=(7, 8))),
        ("2004-3（总第532期）", Printed(2004, numbers=(3, 3), total=(532, 532))),
        ("2004年第100期（总第532期）", Printed(2004, numbers=(100, 100), total=(532, 532))),
        ("2004年第100期 总第532期", Printed(2004, numbers=(100, 100), total=(532, 532))),
        ("2004年第100期，总第532期", Printed(2004, numbers=(100, 100), total=(532, 532))),
        ("总第532期 2004年第100期", Printed(2004, numbers=(100, 100), total=(532, 532))),
        ("100（总532期）", Printed(numbers=(100, 100), total=(532, 532))),
        ("7-8", MERGED),
        ("7、8", MERGED),
        ("7-8期", MERGED),
        ("7/8期", MERGED),
        ("No. 7/8", MERGED),
        ("第7-8期", MERGED),
        ("第７－８期", MERGED),
        ("第07-08期", MERGED),
        ("第7–8期", MERGED),
        ("第7—8期", MERGED),
        ("第7——8期", MERGED),
        ("第7～8期", MERGED),
        ("第7~8期", MERGED),
        ("第7/8期", MERGED),
        ("第7至8期", MERGED),
        ("第7、8期", MERGED),
        ("第7、第8期", MERGED),
        ("第 7 、 8 期 合 刊", MERGED),
        ("第七、八期合刊", MERGED),
        ("第七至八期", MERGED),
        ("7-8期合刊", MERGED),
        ("第7-8期（合刊）", MERGED),
        ("第7期第8期合刊", MERGED),
        ("第7期、第8期合刊", MERGED),
        ("第7期至第8期合刊", MERGED),
        ("No. 7-8", MERGED),
        ("Nos. 7-8", MERGED),
        ("第7、8、9期合刊", Printed(numbers=(7, 9))),
        ("第107-108期", Printed(numbers=(107, 108))),
        ("第1-366期", Printed(numbers=(1, 366))),
        ("2004年第12期至2005年第1期合刊", ACROSS),
        ("2004年第12期2005年第1期（合刊）", ACROSS),
        ("二〇〇四年第十二期、二〇〇五年第一期合刊", ACROSS),
        (
            "2004年第11-12期、2005年第1-2期合刊（总第531-534期）",
            Printed(2004, numbers=(11, 12), following=(1, 2), total=(531, 534)),
        ),
        ("2004年第532期、2005年第533期合刊", Printed(2004, numbers=(532, 532), following=(533, 533))),
        ("2004年增刊第1期", SUPPLEMENT_OF_2004),
        ("2004年第1期增刊", SUPPLEMENT_OF_2004),
        ("2004年增刊", SUPPLEMENT_OF_2004),
        ("2004年增刊1", SUPPLEMENT_OF_2004),
        ("二〇〇四年增刊第一期", SUPPLEMENT_OF_2004),
        ("增刊（1）", SUPPLEMENT),
        ("增刊(１)", SUPPLEMENT),
        ("增刊（第1期）", SUPPLEMENT),
        ("增刊1", SUPPLEMENT),
        ("增刊一", SUPPLEMENT),
        ("增 刊 1", SUPPLEMENT),
        ("增刊1期", SUPPLEMENT),
        ("增刊第1-2期合刊", Printed(supplement=True, numbers=(1, 2))),
        ("增刊（总第532期）", Printed(supplement=True, total=(532, 532))),
        ("专刊第2期", Printed(special=True, numbers=(2, 2))),
        ("特刊第2期", Printed(special=True, numbers=(2, 2))),
        ("2004年第2期专刊", Printed(2004, special=True, numbers=(2, 2))),
        ("第3卷第2期", VOLUME),
        ("第3卷 第2期", VOLUME),
        ("第三卷，第二期", VOLUME),
        ("3卷2期", VOLUME),
        ("Vol.3 No.2", VOLUME),
        ("Vol. 3, No. 2", VOLUME),
        ("VOL 3 NO 2", VOLUME),
        ("Volume 3 Issue 2", VOLUME),
        ("2004年第3卷第2期", Printed(2004, 3, numbers=(2, 2))),
        ("2004 Vol.3 No.2", Printed(2004, 3, numbers=(2, 2))),
        ("第49期（专 期）", Printed(numbers=(49, 49), mark="专期")),
        ("第22期（补编）", Printed(numbers=(22, 22), mark="补编")),
        ("第49期（三农专期）", Printed(numbers=(49, 49), mark="三农专期")),
        ("第49期（冬至专期）", Printed(numbers=(49, 49), mark="冬至专期")),
        ("第49期（专期）（总第690期）", Printed(numbers=(49, 49), total=(690, 690), mark="专期")),
        ("第49期（总第690期）（专期）", Printed(numbers=(49, 49), total=(690, 690), mark="专期")),
        ("总第690期（专期）", Printed(total=(690, 690), mark="专期")),
    ],
)
def test_printed_number_is_read(text: str, printed: Printed) -> None:
    """Full-width signs, spaces, a missing 第, zeros in front and Chinese numerals are understood (N14)."""
    assert parse_printed(text) == printed


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("第×期（编审中）", id="C29"),
        pytest.param("第60期（原刊误印总第61期）", id="C40"),
        pytest.param("政务普刊2004年第100期", id="series-in-front"),
        pytest.param("第600期：标题", id="title-behind"),
        "",
        " ",
        "期",
        "第期",
        "总期",
        "合刊",
        "增刊",
        "()",
        "（专期）",
        "第0期",
        "0",
        "第零期",
        "总第0期",
        "第000期",
        "第100000期",
        "000007",
        "第十万期",
        "第八百九十九万期",
        "第一二三四五六七八九〇期",
        "第8-7期",
        "第7-7期",
        "第7、9期",
        "第7/9期",
        "第7、7期",
        "第7-8-9期",
        "7-8-9",
        "第7--8--9期",
        "第7,8期",
        "第1,234期",
        "第1-367期",
        "第1-300期第301-400期合刊",
        "第7期合刊",
        "第7期第8期",
        "第7期、第8期",
        "第7期第9期合刊",
        "第8期第7期合刊",
        "7期8",
        "第7",
        "2004年第7",
        "2004年7",
        "第7号",
        "7.8",
        "7/8",
        "增刊1/2",
        "增刊（1/2）",
        "总期号7 8",
        "总532期，3",
        "1.0",
        "1 0",
        "第1 0期",
        "第十 二期",
        "100 532",
        "第7八期",
        "第1百期",
        "第七八期",
        "第一二三期",
        "第一百五期",
        "第百期",
        "第一百零零三期",
        "第三百零十期",
        "第十百期",
        "第二三百期",
        "第壹期",
        "第廿三期",
        "第②期",
        "第٣期",
        "第१०期",
        "第Ⅶ期",
        "第-7期",
        "第+7期",
        "-7",
        "7-",
        "#",
        "No.",
        "No.7期",
        "2004",
        "二〇〇四",
        "(2004)",
        "2004年",
        "2004-2005",
        "2004、2005",
        "2004-2005期",
        "2004-1000",
        "2004-0003",
        "2004-0",
        "2004～3",
        "2004-7-8",
        "2004/7/8",
        "2004.7.8",
        "2004-7/8",
        "2004-7—8",
        "2004年3月",
        "2004年3月5日",
        "2004年第3期2004年3月5日",
        "第3期（二〇〇四年）",
        "第3期（2004）",
        "第3期（5）",
        "第3期（五）",
        "第3期（第五期）",
        "第3期（总第五百）",
        "第3期（增刊）",
        "第3期（专刊）",
        "第3期（国庆特刊）",
        "第3期（、）",
        "第3期（专期）（补编）",
        "第3期（专（期）",
        "第3期（专期",
        "第3期 专期",
        "第3期）",
        "（第3期",
        "（总第532期",
        "总第532",
        "总第532期总第533期",
        "总532期（5）",
        "1899年第1期",
        "2100年第1期",
        "1800-3",
        "04年第3期",
        "02004年第3期",
        "〇二〇〇四年第3期",
        "2004年2004年第3期",
        "2004年第12期、2005年第1期",
        "2004年第12期、2005年第2期合刊",
        "2004年第12期、2006年第1期合刊",
        "2004年第12期、2004年第13期合刊",
        "2005年第1期、2004年第12期合刊",
        "2004年第3卷第12期、2005年第4卷第1期合刊",
        "2004年第1期增刊1",
        "增刊2004",
        "增刊（2004）",
        "增刊专刊第1期",
        "2004年专刊",
        "专刊",
        "第3卷",
        "Vol.3",
        "第3-4卷第1期",
        "第100000卷第1期",
        "2004卷3期",
        "Vol. 2004 No. 3",
        "第2期第3卷",
        "第3期，",
        "，第3期",
        "第3期\u200b",
        "第3期\ud800",
        "今天",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """What says no number, has something left over, contradicts itself or can be read in two ways is refused."""
    assert is_refused(parse_printed, text)


@pytest.mark.parametrize(
    "text",
    [
        "7",
        "七",
        "第",
        "7、",
        "1、2、",
        "(",
        "()",
        "（专",
        " ",
        "第 ",
        "合 ",
        "2004年",
        "2004-",
        "第7期",
        "No.",
        "a",
        "O",
    ],
)
def test_long_text_is_refused(text: str) -> None:
    """A text of any length is refused, in no more time than it takes to look at it once."""
    assert is_refused(parse_printed, text * 100_000)
    assert is_refused(parse_printed, "第" + text * 100_000)


ENDS = st.integers(1, 99_999)
SPANS = st.tuples(ENDS, st.integers(0, 365)).map(lambda ends: (ends[0], min(sum(ends), 99_999)))
YEARS = st.integers(1900, 2099)
SPACES = st.lists(st.sampled_from(["", "", " ", "\u3000", "\t", "  "]), min_size=20, max_size=20)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
PRINTED = st.builds(
    Printed,
    year=st.none() | YEARS,
    volume=st.none() | ENDS.filter(lambda volume: not 1900 <= volume <= 2099),
    supplement=st.booleans(),
    numbers=SPANS,
    total=st.none() | SPANS,
    mark=st.sampled_from(["", "专期", "补编", "更正重发"]),
)


def by_digit(number: int) -> str:
    """Write a number in Chinese, digit by digit."""
    return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def pieces(printed: Printed, *, hanzi: bool = False) -> list[str]:
    """Print a number as a masthead does, in pieces between which there may be spaces."""

    def said(span: Span) -> list[str]:
        first, last = (to_hanzi(end) if hanzi else str(end) for end in span)
        return ["第", first, "期"] if first == last else ["第", first, "-", last, "期"]

    year = [] if printed.year is None else [by_digit(printed.year) if hanzi else str(printed.year), "年"]
    volume = [] if printed.volume is None else ["第", to_hanzi(printed.volume) if hanzi else str(printed.volume), "卷"]
    track = ["增刊"] if printed.supplement else []
    numbers = [] if printed.numbers is None else said(printed.numbers)
    following = (
        [] if printed.following is None else ["、", str((printed.year or 0) + 1), "年", *said(printed.following)]
    )
    merged = ["合刊"] if following else []
    total = [] if printed.total is None else ["（", "总", *said(printed.total), "）"]
    mark = ["（", printed.mark, "）"] if printed.mark else []
    return [*year, *volume, *track, *numbers, *following, *merged, *total, *mark]


@given(PRINTED, st.booleans())
def test_printed_number_is_read_back(printed: Printed, hanzi: bool) -> None:  # noqa: FBT001 (drawn by Hypothesis)
    """What a masthead says of a number is read back, in Arabic and in Chinese numerals."""
    assert parse_printed("".join(pieces(printed, hanzi=hanzi))) == printed


@given(st.integers(1900, 2098), SPANS, st.integers(1, 366), st.none() | SPANS)
def test_number_across_years_is_read_back(year: int, numbers: Span, last: int, total: Span | None) -> None:
    """An issue merged across years has the numbers of both (C10)."""
    printed = Printed(year, numbers=numbers, following=(1, last), total=total)
    assert parse_printed("".join(pieces(printed))) == printed


@given(PRINTED, st.booleans(), SPACES)
def test_width_and_spaces_change_nothing(printed: Printed, hanzi: bool, spaces: list[str]) -> None:  # noqa: FBT001
    """Full-width signs and spaces between the parts are read as if they weren't there."""
    written = pieces(printed, hanzi=hanzi)
    spaced = "".join(space + piece for space, piece in zip(spaces * 2, written, strict=False)) + spaces[0]
    assert parse_printed(spaced) == printed
    assert parse_printed(spaced.translate(FULL_WIDTH)) == printed
    assert parse_printed(spaced.replace("（", "(").replace("）", ")")) == printed


@given(ENDS)
def test_digits_in_chinese(number: int) -> None:
    """Digit by digit is understood, but for digits that count up: 七八 may be 7 and 8."""
    text = f"第{by_digit(number)}期"
    if number > 9 and str(number) in "123456789":
        assert is_refused(parse_printed, text)
    else:
        assert parse_printed(text) == Printed(numbers=(number, number))


GRAINS = [
    *"0123789一二七八十百〇第期总年卷（）()-—~、，/.#, 至Oo",
    *("2004", "1999", "２００５", "增刊", "专刊", "合刊", "专期", "总第", "总期号", "No.", "Vol.", "Issue "),
]


@given(st.lists(st.sampled_from(GRAINS), max_size=12).map("".join) | st.text())
def test_reading_fails_in_one_way(text: str) -> None:
    """A text raises ValueError or says a number or a total, which, printed again, are the same."""
    if is_refused(parse_printed, text):
        return
    printed = parse_printed(text)
    assert printed.numbers or printed.total
    assert printed.year is None or 1900 <= printed.year <= 2099
    for span in (printed.numbers, printed.following, printed.total):
        assert span is None or 1 <= span[0] <= span[1] <= 99_999
    assert not (printed.supplement and printed.special)
    if printed.numbers and not printed.special:
        assert parse_printed("".join(pieces(printed))) == printed
