"""Find the marks of secret and internal papers in plain text, and tell them from prose about secrecy."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from bulletin_gate.secret_signs import Signs, matches

Span = tuple[int, int]


def _spaced(*words: str) -> str:
    """Return a pattern for words whose signs may be set apart, as mastheads have them."""
    return f"(?:{'|'.join(' {0,3}'.join(word) for word in words)})"


_NUMBER: Final = "(?:[0-9]{1,3}|[零〇一二三四五六七八九十百]{1,5})"
_TERM: Final = f"(?:{_NUMBER} ?(?:年|个月|月|天|日)|长期|永久|启[封用](?:[前后]|并使用完毕前)?|解密)"
_STARS: Final = "★☆⭐✩✪✫✬✭✮✯✰⋆⚹✱✶✹٭※"
_LEVEL: Final = _spaced("绝密", "机密", "秘密")
# Where a mark stands by itself: a line, a table cell, a pair of brackets, a value behind a colon, an element.
_LEFT: Final = r"(?:^|[|<>【\[（(〔:：\"'\t])(?:[ #>*_~`-]{0,8})"
_RIGHT: Final = r"(?=[ *_~`#。.!！]{0,8}(?:$|[|<>】\])）〕\"'\t]))"
_LEVEL_MARK: Final = re.compile(
    rf"(?P<a>{_LEVEL}级?[ *_]{{0,4}}(?:[{_STARS}] ?(?:{_TERM})?|\* ?{_TERM}))"
    rf"|密 {{0,3}}级[ *_]{{0,4}}(?:为|是|确?定为)?[ :：|*_]{{0,4}}(?P<b>{_LEVEL}级?(?: ?{_TERM})?)(?![、或和及])"
    rf"|保密(?:期限|期)[ :：|]{{1,4}}(?P<c>{_TERM})"
    rf"|(?:本|此)(?:件|刊|文|文件|资料|材料|期|简报)[^。\n]{{0,8}}(?P<e>{_LEVEL})(?:级|文件|材料|资料|,|，|。|$)"
    rf"|{_LEFT}(?P<d>{_LEVEL}级?(?: {{0,2}}{_TERM})?){_RIGHT}",
    re.MULTILINE,
)

_HAS_LEVEL: Final = re.compile("密")

_WORK: Final = re.compile(_spaced("工作秘密"))
_WORK_PROSE_BEFORE: Final = re.compile(
    r"(?:[、和与或及]|保守|泄露|泄漏|窃取|涉及|涉|保护|接触|知悉|遵守|加强|确定|认定|管理|规范|掌握|获取|持有|国家|关于|"
    r"界定)$"
)
_WORK_PROSE_AFTER: Final = re.compile(
    r" ?(?:[、和与或及]|管理|保护|保密|范围|事项|制度|的|是|不得|应当|清单|目录|定|泄|工作|教育|培训|自查|检查|类|信息|"
    r"等)"
)

_INTERNAL_PAPER: Final = _spaced(
    *("内部资料", "内部文件", "内部刊物", "内部参阅", "内部材料", "内部参考", "内部使用", "内部传阅", "内部发行"),
    *("内部掌握", "内部情况", "内部简报", "内部通报", "内部文稿", "内部交流", "内部会议"),
)
_CARE: Final = _spaced(
    *("注意保存", "注意保管", "妥善保管", "妥善保存", "请勿外传", "不得外传", "严禁外传", "切勿外传", "禁止外传"),
    *("请勿翻印", "不得翻印", "严禁翻印", "禁止翻印", "请勿公开", "不得公开", "不宜公开", "免费交流", "不予公开"),
    *("阅后收回", "阅后销毁", "阅后清退", "用后收回", "会后收回", "请勿扩散", "不得扩散", "严禁复制", "不得复制"),
)
_GAP: Final = r"[ 　,，、·•.。★*_:：;；!！-]{0,6}"
_INTERNAL: Final = re.compile(
    rf"(?P<a>{_INTERNAL_PAPER}{_GAP}{_CARE})"
    rf"|{_LEFT}(?P<b>(?:仅?[供限])?(?:{_INTERNAL_PAPER}|内 {{0,3}}部[{_STARS}]|{_spaced('注意保存')}))"
    rf"(?=[ *_~`#。.!！,，]{{0,8}}(?:$|[|<>】\])）〕\"'\t]|{_CARE}))"
    rf"|(?P<e>{_spaced('阅后收回', '阅后销毁', '阅后清退', '会后收回')})"
    rf"|(?:本|此)(?:件|刊|文|资料|材料|文件|期|简报|稿|表)[^。\n]{{0,8}}(?P<c>{_INTERNAL_PAPER}|{_CARE})"
    rf"|(?P<d>(?:仅供|仅限|只供|限于?){_INTERNAL_PAPER})"
    rf"|^[ #>*_~`【（(\[]{{0,8}}(?P<f>内 {{0,3}}部)[ *_~`】）)\]]{{0,8}}$",
    re.MULTILINE,
)
# What every alternative of _INTERNAL holds.
_HAS_INTERNAL: Final = re.compile(
    "内 {0,3}部|意 {0,3}保|后 {0,3}[收销清]|本[件刊文资材期简稿表]|此[件刊文资材期简稿表]"
)
_COPY: Final = re.compile(
    r"份 {0,3}号[ :：|*_为是]{0,6}(?:No\.?|№)? ?(?P<a>[0-9]{2,8})"
    r"|(?P<b>第 ?0[0-9]{3,7} ?份)|第 ?(?P<f>[0-9]{1,8}) ?份[ ,，]{0,2}共 ?[0-9]{1,8} ?份"
)
_HAS_COPY: Final = re.compile("份")
_BARE_COPY: Final = re.compile(
    r"^[ #>*_~`]{0,8}(?:[Nn][Oo][.:：]?|№|编号[ :：]) ?[:：.]? ?(?P<c>[0-9]{6})[ *_~`]{0,8}$"
    r"|^[ #>*_~`]{0,8}(?P<d>0[0-9]{5})[ *_~`]{0,8}$"
    r"|(?:[Nn][Oo][.:：]|[Nn][Oo] |№|编 ?号[:：]) ?(?P<e>[0-9]{6})(?![0-9.-])",
    re.MULTILINE,
)

_NEAR: Final = 80
"""How far from a mark a bare number is its copy number, in signs."""


def _groups(pattern: re.Pattern[str], text: str, anchor: re.Pattern[str]) -> Iterator[Span]:
    for found in matches(pattern, text, anchor):
        yield found.span(found.lastgroup or 0)


def find_levels(signs: Signs) -> Iterator[Span]:
    """Yield marks of secrecy: a level with its star, behind 密级, or standing by itself."""
    return _groups(_LEVEL_MARK, signs.text, _HAS_LEVEL)


def find_work_secrets(signs: Signs) -> Iterator[Span]:
    """Yield 工作秘密 wherever the words around do not show that the text only speaks about such secrets."""
    text = signs.text
    for found in _WORK.finditer(text):
        about = _WORK_PROSE_BEFORE.search(text[max(0, found.start() - 8) : found.start()])
        if not about and not _WORK_PROSE_AFTER.match(text, found.end()):
            yield found.span()


def find_internal(signs: Signs) -> Iterator[Span]:
    """Yield marks of internal papers: 内部资料 注意保存, 内部文件 by itself, 阅后收回."""
    return _groups(_INTERNAL, signs.text, _HAS_INTERNAL)


def _is_near(marks: list[Span], start: int, end: int) -> bool:
    """Say whether a mark stands near; marks are sorted and short, so only the next on either side matter."""
    after = bisect_left(marks, (start, end))
    return any(one[0] - _NEAR < end and start < one[1] + _NEAR for one in marks[max(0, after - 1) : after + 1])


def find_copy_numbers(signs: Signs) -> Iterator[Span]:
    """Yield copy numbers: behind 份号, or six digits near another mark."""
    text = signs.text
    yield from _groups(_COPY, text, _HAS_COPY)
    marks = sorted((*find_levels(signs), *find_internal(signs)))
    reached = 0
    for start, end in marks:
        low = max(reached, text.rfind("\n", 0, max(0, start - _NEAR)) + 1)
        after = text.find("\n", end + _NEAR)
        reached = max(reached, after if after >= 0 else len(text))
        for found in _BARE_COPY.finditer(text, low, reached):
            span = found.span(found.lastgroup or 0)
            if _is_near(marks, *span):
                yield span
