"""Secrets: what each rule finds, what passes, how it is masked and quoted, and that the search is linear."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_gate import secrets as module
from bulletin_gate.secret_numbers import has_check_digit, passes_luhn
from bulletin_gate.secret_signs import signs_of
from bulletin_gate.secrets import RULES, Rule, Secret, find_secrets, masked, quotation

# All numbers are made up; their check digits are right.
ID: Final = "11010519491231002X"
MOBILE: Final = "13812345678"
CARD: Final = "6222021234567890128"

# What each rule finds: code, text, the stretch that is found
FOUND: Final = [
    ("GATE-ID", f"身份证号{ID}，", ID),
    ("GATE-ID", f"公民身份号码：{ID.lower()}", ID.lower()),
    ("GATE-ID", "编号44052418800101001X、370502199003078896", "370502199003078896"),
    ("GATE-ID", "持110105 19491231 002X号证", "110105 19491231 002X"),
    ("GATE-ID", "110105-19491231-002X", "110105-19491231-002X"),
    ("GATE-ID", "110105\n19491231002X", "110105\n19491231002X"),
    ("GATE-ID", "１１０１０５１９４９１２３１００２Ｘ", "１１０１０５１９４９１２３１００２Ｘ"),
    ("GATE-ID", "110105194\u200b91231002X", "110105194\u200b91231002X"),
    ("GATE-ID", "身份证号110105194912310021", "110105194912310021"),
    ("GATE-ID", "旧证370502650412001", "370502650412001"),
    ("GATE-ID", "旧证370502 650412 001", "370502 650412 001"),
    ("GATE-CARD", f"卡号{CARD}。", CARD),
    ("GATE-CARD", "6222 0212 3456 7890 128", "6222 0212 3456 7890 128"),
    ("GATE-CARD", "4111 1111 1111 1111", "4111 1111 1111 1111"),
    ("GATE-MOBILE", f"电话{MOBILE}，", MOBILE),
    ("GATE-MOBILE", "138 1234 5678", "138 1234 5678"),
    ("GATE-MOBILE", "138-1234-5678", "138-1234-5678"),
    ("GATE-MOBILE", f"+86 {MOBILE}", MOBILE),
    ("GATE-MOBILE", f"+86{MOBILE}", MOBILE),
    ("GATE-MOBILE", f"0086-{MOBILE}", MOBILE),
    ("GATE-MOBILE", "１３８１２３４５６７８", "１３８１２３４５６７８"),
    ("GATE-MOBILE", "138\u200b1234\u00ad5678", "138\u200b1234\u00ad5678"),
    ("GATE-MOBILE", "&#49;3812345678", "&#49;3812345678"),
    ("GATE-MOBILE", "138&shy;1234&nbsp;5678", "138&shy;1234&nbsp;5678"),
    ("GATE-MOBILE", "138<b>1234</b>5678", "138<b>1234</b>5678"),
    ("GATE-MOBILE", "138**1234**5678", "138**1234**5678"),
    ("GATE-MOBILE", "一三八一二三四五六七八", "一三八一二三四五六七八"),
    ("GATE-MOBILE", f"名册_{MOBILE}.docx", MOBILE),
    ("GATE-MOBILE", f"tel{MOBILE}", MOBILE),
    ("GATE-PASSPORT", "护照号码：E12345678", "E12345678"),
    ("GATE-PASSPORT", "持EA1234567号护照", "EA1234567"),
    ("GATE-PASSPORT", "往来港澳通行证C12345678", "C12345678"),
    ("GATE-PHONE", "联系人：张建国，电话：0546-8331234", "0546-8331234"),
    ("GATE-PHONE", "张建国 0546-8331234", "0546-8331234"),
    ("GATE-PHONE", "| 张建国 | 0546-8331234 |", "0546-8331234"),
    ("GATE-PHONE", "0546-8331234（张建国）", "0546-8331234"),
    ("GATE-PHONE", "联系人：张伟 电话：8331234", "8331234"),
    ("GATE-PLATE", "京A·12345", "京A·12345"),
    ("GATE-PLATE", "车牌鲁E12345的轿车", "鲁E12345"),
    ("GATE-PLATE", "鲁E D12345", "鲁E D12345"),
    ("GATE-PLATE", "鲁ＥA123B", "鲁ＥA123B"),
    ("GATE-PLATE", "鲁E1234警", "鲁E1234警"),
    ("GATE-EMAIL", "请发zhang.san@example.com。", "zhang.san@example.com"),
    ("GATE-EMAIL", "zhang＠example．cn", "zhang＠example．cn"),
    ("GATE-EMAIL", "zhang&#64;example.com", "zhang&#64;example.com"),
    ("GATE-BIRTH", "张建国，男，1965年3月12日出生", "1965年3月12日"),
    ("GATE-BIRTH", "姓名：王芳 出生日期：1990-03-07", "1990-03-07"),
    ("GATE-BIRTH", "| 李桂英 | 女 | 1958.11.02生 |", "1958.11.02"),
    ("GATE-BIRTH", "| 李桂英 | 女 | 出生日期 19581102 |", "19581102"),
    ("GATE-ADDRESS", "住阳光小区3号楼2单元501室", "3号楼2单元501室"),
    ("GATE-ADDRESS", "阳光小区3栋501室", "3栋501室"),
    ("GATE-ADDRESS", "阳光花园3-2-501", "3-2-501"),
    ("GATE-ADDRESS", "三号楼二单元五〇一室", "三号楼二单元五〇一室"),
    ("GATE-ADDRESS", "12号楼1单元3楼东户", "12号楼1单元3楼东户"),
    ("GATE-SECRECY", "绝密★", "绝密★"),
    ("GATE-SECRECY", "机密★10年", "机密★10年"),
    ("GATE-SECRECY", "秘密★启封", "秘密★启封"),
    ("GATE-SECRECY", "秘 密★十年", "秘 密★十年"),
    ("GATE-SECRECY", "**机密**★5年", "机密**★5年"),
    ("GATE-SECRECY", "机密&starf;１０年", "机密&starf;１０年"),
    ("GATE-SECRECY", "密级：机密", "机密"),
    ("GATE-SECRECY", "密级 | 秘密5年", "秘密5年"),
    ("GATE-SECRECY", "标题\n机密\n正文", "机密"),
    ("GATE-SECRECY", "关于会议的通知（秘密）", "秘密"),
    ("GATE-SECRECY", "<td>绝密</td>", "绝密"),
    ("GATE-WORK-SECRET", "工作秘密", "工作秘密"),
    ("GATE-WORK-SECRET", "本件属工作秘密。", "工作秘密"),
    ("GATE-INTERNAL", "内部资料 注意保存", "内部资料 注意保存"),
    ("GATE-INTERNAL", "内部资料，注意保存", "内部资料，注意保存"),
    ("GATE-INTERNAL", "内 部 资 料　注意保存", "内 部 资 料　注意保存"),
    ("GATE-INTERNAL", "标题\n内部文件\n正文", "内部文件"),
    ("GATE-INTERNAL", "【内部刊物】第3期", "内部刊物"),
    ("GATE-INTERNAL", "本刊为内部资料。", "内部资料"),
    ("GATE-INTERNAL", "此件阅后收回", "阅后收回"),
    ("GATE-INTERNAL", "仅供内部参阅", "仅供内部参阅"),
    ("GATE-COPY", "份号：000123", "000123"),
    ("GATE-COPY", "份号 000123", "000123"),
    ("GATE-COPY", "第000123份", "第000123份"),
    ("GATE-COPY", "机密★1年\nNo. 000123", "000123"),
    ("GATE-COPY", "000123\n内部资料 注意保存", "000123"),
    ("GATE-INTERNAL", "内部⽂件", "内部⽂件"),
    ("GATE-ADDRESS", "阳光⼩区3栋501室", "3栋501室"),
    ("GATE-NAME", "信访⼈李建国反映", "李建国"),
    ("GATE-NAME", "信访人李建国反映", "李建国"),
    ("GATE-NAME", "反映人：王芳", "王芳"),
    ("GATE-NAME", "患者张秀英做手术", "张秀英"),
    ("GATE-NAME", "学生陈晓东，男", "陈晓东"),
    ("GATE-NAME", "来电人欧阳修文称", "欧阳修文"),
    ("GATE-NAME", "姓名：高明", "高明"),
    ("GATE-NAME", "村民王建国、李桂英等", "李桂英"),
    ("GATE-NAME", "死者系郑国强，", "郑国强"),
]

# What passes
PASSES: Final = [
    "110105********002X",
    "138****1234",
    "138-****-1234",
    "6222****1234",
    "6222***********0128",
    "110105194912310021",  # wrong check digit
    "110105194913310021",  # no such month
    "990105194912310021X",
    "成交额13812345678元",
    "工单编号：13812345678",
    "https://example.com/?t=2556306845959589",
    "坐标118.13812345678",
    "a3f13812345678bc9",
    "1381234567",
    "138123456789",
    "国办发〔2017〕47号",
    "ISBN 978-7-5086-1234-5",
    "ISSN 1009-3443",
    "000014349/2017-00110",
    "拨打12345热线",
    "区农业局，电话：0546-8331234",
    "金融办 0546-8331234",
    "| 高新区 | 0546-8331234 |",
    "联系人：张科长，电话0546-8331234",
    "王某，电话0546-8331234",
    "鲁E2017001号标段",
    "G18高速、S314线",
    "许可证编号：鲁E12345",
    "沪深300、京东方A",
    "创新A12345",
    "E12345678型",
    "政务服务中心3号楼302室",
    "小区3号楼2单元电梯",
    "3个单元120户居民",
    "2单元360户居民",
    "张建国，男，1965年3月生",
    "项目于2004年3月12日产生效益",
    "出生日期：1990-03-07",
    "z***@example.com",
    "image@2x.png",
    "涉及国家秘密、商业秘密、个人隐私的",
    "密级分为绝密、机密、秘密三级",
    "保守国家秘密、工作秘密",
    "工作秘密管理办法",
    "其余四种供内部参阅，经审核可以公开",
    "内部审计、内部管理、内部装修",
    "加强机关内部资料管理",
    "饲料注意保存温度",
    "份号不得重复",
    "共印120份",
    "No. 000123",
    "信访人李某某反映",
    "来电人张女士称",
    "信访人：李××",
    "信访人：高新区居民",
    "村民委员会、学生安全、群众高度评价",
    "居民张贴告示",
    "工人和学生，都来了",
]


def found(text: str, *, problem: bool = True) -> list[tuple[str, str]]:
    """Return code and stretch of everything found."""
    return [(one.code, text[one.start : one.end]) for one in find_secrets(text, problem=problem)]


@pytest.mark.parametrize(("code", "text", "stretch"), FOUND, ids=[f"{code}-{n}" for n, (code, *_) in enumerate(FOUND)])
def test_finds(code: str, text: str, stretch: str) -> None:
    """A secret is found where it stands, its masked form passes, and its quotation does not tell it."""
    assert (code, stretch) in found(text)
    secrets = find_secrets(text, problem=True)
    assert found(masked(text, secrets)) == []
    assert found(masked(text, secrets, sign="×")) == []
    for secret in secrets:
        told = quotation(text, secret)
        assert text[secret.start : secret.end] not in told
        assert found(told) == []


@pytest.mark.parametrize("text", PASSES)
def test_passes(text: str) -> None:
    """A masked form, an office's number or prose about secrecy is no secret."""
    assert found(text) == []
    assert found(f"正文。{text}。\n正文。") == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_every_rule_is_needed(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a rule switched off, nothing else finds what it finds."""
    texts = [(text, stretch) for code, text, stretch in FOUND if code == rule.code]
    assert texts
    monkeypatch.setattr(module, "RULES", tuple(one for one in RULES if one is not rule))
    for text, stretch in texts:
        assert (rule.code, stretch) not in found(text)


@pytest.mark.parametrize("code", sorted({rule.code for rule in RULES}))
def test_codes_are_unique(code: str) -> None:
    """One rule has one code."""
    assert sum(rule.code == code for rule in RULES) == 1


def test_names_count_in_problem_items_only() -> None:
    """A name behind 村民 is a petitioner's in a problem item; elsewhere it is a person of the news."""
    assert found("村民李建国被评为劳模", problem=False) == []
    assert found("村民李建国被评为劳模") == [("GATE-NAME", "李建国")]


def test_an_office_may_have_an_address() -> None:
    """Addresses that are allowed pass, in any case; others do not."""
    text = "zwxx@wangchao.example、zhang@wangchao.example"
    (one,) = find_secrets(text, allowed={"ZWXX@wangchao.example"})
    assert text[one.start : one.end] == "zhang@wangchao.example"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ID, "110105********002X"),
        ("110105 19491231 002X", "110105 ******** 002X"),
        ("370502650412001", "370502******001"),
        (MOBILE, "138****5678"),
        ("138\u200b1234&#53;678", "138****5678"),
        (CARD, "6222***********0128"),
        ("鲁E·D12345", "鲁E******5"),
        ("zhang@example.com", "z****@example.com"),
        ("z@example.com", "*@example.com"),
        ("信访人李建国反映", "信访人李**反映"),
        ("信访人欧阳修文反映", "信访人欧阳**反映"),
        ("护照E12345678", "护照E******78"),
        ("张建国，0546-8331234", "张建国，0546-*******"),
        ("阳光小区3号楼2单元501室", "阳光小区*号楼*单元***室"),
        ("张建国，男，1965年3月12日生", "张建国，男，1965年*月**日生"),
        ("份号：000123", "份号：******"),
        ("机密★10年", "机*****"),
    ],
)
def test_masked(text: str, expected: str) -> None:
    """A masked form shows what is usual to show."""
    assert masked(text, find_secrets(text, problem=True)) == expected


def test_a_quotation_hides_its_neighbours() -> None:
    """Other secrets and long numbers beside a secret are hidden wholly."""
    text = f"身份证{ID}，手机{MOBILE}，编号987654"
    one = find_secrets(text)[1]
    assert quotation(text, one) == "…*****，手机138****5678，编号*****…"


def test_quotation_is_one_line() -> None:
    """A quotation stands in a message of one line."""
    text = f"甲\n乙\n{MOBILE}\n丙"
    assert quotation(text, find_secrets(text)[0]) == "甲 乙 138****5678 丙"


# Properties

PIECES: Final = [text for _, text, _ in FOUND] + PASSES
texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(max_size=6), st.text("0123456789 -*X.1月日年号楼单元室", max_size=20)),
    max_size=6,
).flatmap(lambda parts: st.sampled_from(["", " ", "，", "\n", "|"]).map(lambda sign: sign.join(parts)))


@given(texts)
@settings(max_examples=300, deadline=None)
def test_found_stretches_are_sorted_and_apart(text: str) -> None:
    """Secrets stand within the text, one after another."""
    reach = 0
    for one in find_secrets(text, problem=True):
        assert reach <= one.start < one.end <= len(text)
        reach = one.end


@given(texts)
@settings(max_examples=300, deadline=None)
def test_masked_text_passes(text: str) -> None:
    """What was masked has no secrets."""
    assert found(masked(text, find_secrets(text, problem=True))) == []


NUMBERS: Final = [ID, MOBILE, CARD, "370502650412001", "zhangjianguo@example.com", "京A·12345"]


@given(st.sampled_from(NUMBERS), st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_quotations_tell_nothing(number: str, before: str, after: str) -> None:
    """No quotation holds what the masked form of a secret hides."""
    text = f"{before}，{number}，{after}"
    for one in find_secrets(text, problem=True):
        assert text[one.start : one.end] not in quotation(text, one)
        assert number not in quotation(text, one)


@given(st.text())
def test_plain_signs_lead_back(text: str) -> None:
    """Every plain sign has a place in the text, and places do not go back."""
    signs = signs_of(text)
    reach = 0
    for at in range(len(signs.text)):
        start, end = signs.span(at, at + 1)
        assert reach <= start < end <= len(text)
        reach = end


@given(st.text("0123456789", min_size=17, max_size=17))
def test_one_check_digit_is_right(number: str) -> None:
    """Of the eleven check digits of an identity number one is right."""
    assert sum(has_check_digit(number + sign) for sign in "0123456789X") == 1
    assert sum(passes_luhn(number + sign) for sign in "0123456789") == 1


# False alarms: at most 2 in 2,000 items of ordinary prose

UNITS: Final = [
    "区农业局",
    "高新区管委会",
    "金融办",
    "安监局",
    "石化产业园",
    "史口镇",
    "常州路街道",
    "区司法局",
    "马场村委会",
]
SENTENCES: Final = [
    "{unit}收到来件{n}件，办结率{p}%，拨打12345热线的占{p}%。",
    "根据国办发〔{year}〕{k}号文件，{unit}投入{money}元，惠及{n}户{n}人。",
    "咨询电话：0546-{tel}，监督电话：0546-{tel}，{unit}值班电话：{tel}。",
    "索引号{code9}/{year}-{n5}，{unit}于{year}年{m}月{d}日印发，共印{k}份。",
    "《志书》ISBN 978-7-{n4}-{n4}-{c}，ISSN {n4}-{n4}，定价{k}.00元。",
    "工单编号{year}{n5}{n4}，订单号{long}，流水号：{long}{k}。",
    "设备编号鲁E-{year}-{k}，G18高速K{k}+{n}段，宗地编号：鲁E{year}{k}。",
    "井位坐标{lon}，{lat}，孔深{n}米，累计进尺{n5}{n4}米。",
    "统一社会信用代码：91370502MA3{c}{n5}{c}X，注册资本{money}元。",
    "{unit}建成{k}号楼{c}单元电梯，{c}个单元{n}户受益，{year}年{m}月{d}日投用。",
    "合计 {n} {n4} {n4} {n} {n5} {n4}，同比增长{p}.{c}个百分点。",
    "完善内部管理和内部控制，严守国家秘密、工作秘密，保护商业秘密。",
    "学生和家长高度评价，群众安全感达{p}.{c}%，居民常年受益。",
    "招标公告编号：SDGP{year}{n5}{n4}，开标时间{year}年{m}月{d}日9时30分，地点政务中心{c}号楼{k}室。",
    "{unit}为{year}年{m}月{d}日前出生的儿童免费接种{n}剂次。",
]


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))


def ordinary_items(count: int) -> Iterator[str]:
    """Yield items of ordinary prose, always the same ones."""
    chance = random.Random(6)
    for _ in range(count):
        words = {
            "unit": chance.choice(UNITS),
            "n": chance.randint(10, 9999),
            "p": chance.randint(1, 99),
            "k": chance.randint(1, 400),
            "c": chance.randint(1, 9),
            "m": chance.randint(1, 12),
            "d": chance.randint(1, 28),
            "year": chance.randint(1998, 2026),
            "money": chance.choice([f"{chance.randint(1, 10**12)}", f"{chance.randint(1, 10**10)}.5万"]),
            "tel": chance.choice("2345678") + _digits(chance, 6),
            "code9": _digits(chance, 9),
            "n4": _digits(chance, 4),
            "n5": _digits(chance, 5),
            "long": _digits(chance, chance.randint(10, 20)),
            "lon": f"118.{_digits(chance, chance.randint(4, 14))}",
            "lat": f"37.{_digits(chance, chance.randint(4, 14))}",
        }
        yield "".join(one.format(**words) for one in chance.sample(SENTENCES, 5))


def test_ordinary_prose_passes() -> None:
    """At most two alarms in 2,000 items of ordinary prose with numbers."""
    alarms = [alarm for text in ordinary_items(2000) for alarm in found(text)]
    assert len(alarms) <= 2, alarms


def test_the_corpus_passes() -> None:
    """The labelled items, which name nobody, raise at most two alarms."""
    folder = Path(__file__).parents[2] / "corpus"
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    texts_of = [f"{item['title']}\n{item['text']}" for item in map(json.loads, lines)]
    alarms = [alarm for text in texts_of for alarm in found(text)]
    assert len(alarms) <= 2, alarms


# Bounded work

HOSTILE: Final = {
    "digits": "1",
    "spaced digits": "4 1",
    "stars between digits": "1*",
    "signs of mail": "a@a.",
    "entities": "&#",
    "tags": "<b",
    "levels": "密级",
    "spaced marks": "机 ",
    "cues": "村民王",
    "units": "1单元",
    "passports": "护照",
    "telephones": "0546-",
    "lines": "\n>",
    "bare numbers": "No. 000123\n",
    "bare numbers and marks": "No. 000123\n机密\n",
    "invisible": "\u200b",
    "numerals": "一",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_many_hostile_signs_end(unit: str) -> None:
    """300,000 signs made to be hard are searched; a search that is not linear would never end."""
    assert isinstance(find_secrets(unit * (300_000 // len(unit)), problem=True), list)


def test_secrets_are_ordered() -> None:
    """Secrets sort by where they stand."""
    assert sorted([Secret(3, 4, "A"), Secret(1, 9, "B")]) == [Secret(1, 9, "B"), Secret(3, 4, "A")]
