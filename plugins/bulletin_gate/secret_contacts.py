"""Find in plain text what leads to a person: telephone with a name, plate, address, birth date, e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bulletin_gate.secret_names import HAN, given_at, name_at, surname_at
from bulletin_gate.secret_signs import Signs, matches

Span = tuple[int, int]

# Landline with a name

_LANDLINE: Final = re.compile(
    r"(?<![0-9A-Za-z.])(?:[(（]?0[1-9][0-9]{1,2} ?[-)）/]{0,2} ?)[2-9][0-9]{2,3}[- ]?[0-9]{4}(?![0-9])"
    r"|(?<=[话机电:：])[:： ]{0,2}[2-9][0-9]{2,3}[- ]?[0-9]{4}(?![0-9])"
)
_SEVEN_DIGITS: Final = re.compile("[2-9][0-9]{2,3}[- ]?[0-9]{4}(?![0-9])")
_PERSON: Final = re.compile(
    "(?:联系人|经办人|负责人|承办人|联络员|申请人|当事人|反映人|投诉人|举报人|信访人|来电人|来信人|姓名|户主|患者|家长|"
    r"业主|房主|机主|本人|我叫|法人代表|法定代表人)(?:姓名)?[ :：|*_为是]{0,5}"
)
# Between a name and its number: what says that the number is a telephone, and nothing that begins a new matter.
_BETWEEN: Final = re.compile(
    r"(?:[ ,，、:：(（|/*_·—\t-]|同志|先生|女士|的|联系|办公|家庭|住宅|宅|固定|家里|家中|座机|电话|号码|方式|"
    r"为|是|手机|tel\.?){0,12}$",
    re.IGNORECASE,
)
_HELD: Final = re.compile(rf"[ ]?[(（]([{HAN}]{{2,4}})[)）]")
_WORD_START: Final = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,4}}(?![{HAN}])")
_REACH: Final = 40
# Ends of the names of offices and places that begin with a surname: 高新区, 金融办, 司法局.
_OFFICE_ENDS: Final = frozenset(
    "局办委院所站部处科厅室心镇乡村区县市街道校队馆社会组台司行园店庄桥路线厂场港湾网户长员人号岗屯营寨店楼电话热线"
    "编式址间期件目资料类项产业务报"
)


def _is_bare_name(text: str, start: int, end: int) -> bool:
    """Say whether a word of three or four signs that nothing introduces is a full name."""
    surname = surname_at(text, start)
    if not surname or end - start != surname + 2 or text[end - 1] in _OFFICE_ENDS:
        return False
    return given_at(text, start + surname) == end - start - surname and name_at(text, start) == end


def _named_before(text: str, at: int) -> bool:
    """Say whether a person's name stands shortly before an offset, with nothing between but words for a telephone."""
    low = max(0, at - _REACH)
    for cue in _PERSON.finditer(text, low, at):
        end = name_at(text, cue.end(), sure=True)
        if cue.end() < end <= at and _BETWEEN.fullmatch(text, end, at):
            return True
    return any(
        _is_bare_name(text, *word.span()) and _BETWEEN.fullmatch(text, word.end(), at)
        for word in _WORD_START.finditer(text, low, at)
    )


def find_phones(signs: Signs) -> Iterator[Span]:
    """Yield landline numbers that stand with a person's name; those of offices stand without one."""
    text = signs.text
    for found in matches(_LANDLINE, text, _SEVEN_DIGITS):
        held = _HELD.match(text, found.end())
        if _named_before(text, found.start()) or (held and _is_bare_name(text, *held.span(1))):
            start = found.start()
            while not text[start].isdigit():
                start += 1
            yield start, found.end()


# Plates, GA 36

_PLATE: Final = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z] ?[·•・‧∙.-]? ?"
    r"(?:[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF]|[A-HJ-NP-Z0-9]{5}|[A-HJ-NP-Z0-9]{4}[警挂学领港澳])(?![A-Za-z0-9*]|-[0-9])",
)
_LEAST_DIGITS: Final = 3
_PLATE_WORDS: Final = (
    "创新",
    "更新",
    "最新",
    "全新",
    "高新",
    "崭新",
    "重新",
    "翻新",
    "阿里云",
    "华为云",
    "年青",
    "安宁",
)
_PLATE_CODE: Final = re.compile(
    r"(?:许可证?|备案|地块|宗地|标准|型号|文号|批准号|图号|检验号|编码|代码|批号|货号|商标|证书|合同|档案|档号|标段|项目|设备|产品)"
    r"(?:编号|号码?|号)?[为是]?[:： (（]{0,2}$"
)


def find_plates(signs: Signs) -> Iterator[Span]:
    """Yield number plates of vehicles, of new-energy vehicles too."""
    text = signs.text
    for found in _PLATE.finditer(text):
        before = text[max(0, found.start() - 12) : found.start()]
        word = before[-2:] + found[0][0]
        if sum(sign.isdigit() for sign in found[0]) < _LEAST_DIGITS or word.endswith(_PLATE_WORDS):
            continue
        if not _PLATE_CODE.search(before):
            yield found.span()


# Addresses down to the room

_N: Final = "(?:[0-9]{1,4}|[零〇○一二三四五六七八九十百]{1,5})"
_ROOM: Final = "(?:[0-9]{3,4}|[零〇○一二三四五六七八九][零〇○一二三四五六七八九十]{2,3})"
_BUILDING: Final = f"{_N} ?[A-Za-z甲乙丙东西南北]?(?:号楼|#楼|栋|幢|座|号院|号|#)"
_ROOM_END: Final = r"(?![0-9年元万亿千百余多平米米吨人名亩公%％.]|户(?:居民|业主|家庭|群众|人家|共))"
_UNIT: Final = re.compile(
    rf"(?:{_BUILDING}[ ,，-]?)?{_N} ?单元[ ,，-]?(?:{_N}(?:楼|层)[ ,，-]?)?"
    rf"(?:{_ROOM}(?:号?[室房]|号|户(?!居民|业主|家庭|群众|人家|共))?{_ROOM_END}|[东西中南北左右][户室])"
    rf"|(?:{_BUILDING}[ ,，-]?)?{_N}单元{_N}(?:楼|层)(?:[东西中南北左右][户室])"
)
_FLAT: Final = re.compile(
    rf"{_BUILDING}[ ,，-]?(?:{_N}(?:楼|层)[ ,，-]?)?{_ROOM}(?:号?[室房](?!间)|户(?=[ ,，。;；、)）|]|$))"
)
_SHORT: Final = re.compile(
    r"(?<=[区园寓苑里城府湾舍庭邸郡墅岸村坊院居])[0-9]{1,3}[-#][0-9]{1,2}[-#][0-9]{3,4}(?![0-9-])[室户]?"
)
_HAS_UNIT: Final = re.compile("单元")
_HAS_FLAT: Final = re.compile("[楼栋幢座院号#层](?=[ ,，-]?[0-9零〇○一二三四五六七八九十百])")
_HAS_SHORT: Final = re.compile("[-#](?=[0-9]{1,2}[-#][0-9]{3})")
_HOME: Final = re.compile(
    "小区|花园|家园|公寓|苑|宿舍|新村|家属|新城|庭|嘉园|佳园|名城|华府|豪庭|住址|"
    "家住|居住|住在|户籍|住所|租住|现住|住房|社区|里|湾|府"
)
_OFFICE: Final = re.compile("中心|大厦|办公|政府|机关|委员会|局|大院|写字楼|学校|医院|教学|门诊|产业园|孵化|广场|商务")
_HOME_REACH: Final = 24


def find_addresses(signs: Signs) -> Iterator[Span]:
    """Yield the part of an address from the building to the room where people live; rooms of offices pass."""
    text = signs.text
    for found in matches(_UNIT, text, _HAS_UNIT):
        yield found.span()
    for found in matches(_FLAT, text, _HAS_FLAT):
        before = text[max(0, found.start() - _HOME_REACH) : found.start()]
        before = re.split("[。；;\n]", before)[-1]
        home = [one.end() for one in _HOME.finditer(before)]
        office = [one.end() for one in _OFFICE.finditer(before)]
        if home and max(home) >= max(office, default=0):
            yield found.span()
    for found in matches(_SHORT, text, _HAS_SHORT):
        yield found.span()


# Birth date with a name

_DAY: Final = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2}) ?[年./-] ?(1[0-2]|0?[1-9]) ?[月./-] ?(3[01]|[12][0-9]|0?[1-9])(?:日|号|(?![0-9]))"
    r"|(?<![0-9])((?:19|20)[0-9]{2})(1[0-2]|0[1-9])(3[01]|[12][0-9]|0[1-9])(?![0-9])"
    r"|([一二][九零〇○][零〇○一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})(?:日|号)"
)
_BORN_AFTER: Final = re.compile(r" ?[(（]?(?:农历)?[)）]? ?(?:出生|生(?!产|效|成|物|活|态|育|猪|长|鲜|源|机|意|气|动))")
_BORN_BEFORE: Final = re.compile(r"(?:出生(?:日期|年月日?|时间|于)?|生日|生于|诞生于|出生证)[ :：|*_为是于在]{0,5}$")
# What _BORN_AFTER, _BORN_BEFORE and _SEX have in common, begun with signs that few texts hold.
_BIRTH: Final = re.compile(
    r"出生|生[日于]|生(?<=[0-9日号)） ]生)|男(?<=[,，、 |/（(]男)(?=[,，、 |/])|女(?<=[,，、 |/（(]女)(?=[,，、 |/])"
)
_SEX: Final = re.compile(
    r"[,，、 |/（(]{1,4}(?:[男女])[,，、 |/]{1,4}(?:[\u4e00-\u9fff]{1,4}族[,，、 |/]{1,4})?(?:生于|出生于?)?$"
)
_BIRTH_REACH: Final = 60
_GIVEN_LENGTH: Final = 2
_NAMED: Final = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,4}}(?=[ ,，、（(|*_\t\n])")


def _has_name(text: str, low: int, at: int) -> bool:
    for cue in _PERSON.finditer(text, low, at):
        if name_at(text, cue.end(), sure=True) > cue.end():
            return True
    for word in _NAMED.finditer(text, low, at):
        surname = surname_at(text, word.start())
        length = word.end() - word.start() - surname
        if not surname or not 1 <= length <= _GIVEN_LENGTH or text[word.end() - 1] in _OFFICE_ENDS:
            continue
        if name_at(text, word.start()) == word.end():
            return True
    return False


def find_births(signs: Signs) -> Iterator[Span]:
    """Yield days of birth near a person's name; a year and month, as in public notices of posts, pass."""
    text = signs.text
    for found in matches(_DAY, text, _BIRTH):
        low = max(0, found.start() - _BIRTH_REACH)
        before = text[low : found.start()]
        said = _BORN_AFTER.match(text, found.end()) or _BORN_BEFORE.search(before) or _SEX.search(before)
        if said and _has_name(text, low, found.start()):
            yield found.span()


# E-mail

_LOCAL: Final = re.compile(r"[A-Za-z0-9._%+'-]{1,64}$")
_DOMAIN: Final = re.compile(r"@((?:[A-Za-z0-9-]{1,63}\.){1,5}([A-Za-z]{2,24}))(?![A-Za-z0-9])")
_FILE_ENDS: Final = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "css", "js", "html", "json"})


def find_emails(signs: Signs) -> Iterator[Span]:
    """Yield e-mail addresses."""
    text = signs.text
    for found in _DOMAIN.finditer(text):
        local = _LOCAL.search(text, max(0, found.start() - 64), found.start())
        if local and found[2].lower() not in _FILE_ENDS and text[local.start() - 1 : local.start()] != "*":
            yield local.start(), found.end(1)
