"""A first rule for items whose editor named no kind: weighted cues, damped where a remedy or negation governs them.

The cues are those of domain notes 2.5: strong words count in title and text, weak ones only in numbers; within a clause
a remedy verb or a negation takes the cue's weight away. When in doubt the answer is problem, since a problem item
stays internal until an editor opens it.
"""

from __future__ import annotations

import re
from typing import Final

from bulletin.kinds import Kind

_STRONG: Final = re.compile(
    "亟待|亟需|急需|迫切需要|不容忽视|不容乐观|令人担忧|隐忧|屡禁不止|抬头|反弹|滞销|拖欠|欠薪|缺口|反映强烈|反映集中|"
    "企业反映|基层反映|群众反映|普遍反映|据反映|呼吁|存在[^，。；]{0,12}(?:问题|隐患|风险|漏洞)|主要问题|究其原因|"
    "(?:对此|为此)建议|恳请|仍未|尚未解决|至今未|长期得不到|集体上访|引发不满|[^困急疑畏]难(?=$|[，。；、“”])|值得关注|谨防"
)
_WEAK: Final = re.compile(
    "困难|不足|短板|薄弱|滞后|缺乏|不到位|不衔接|难以|压力大|隐患|风险|矛盾|纠纷|下滑|亏损|投诉|损坏|淤积|污染"
)
_DAMPED: Final = re.compile(
    "解决(?:了|好)?|破解|化解|消除|整治|整改|清零|办结|杜绝|避免|防止|未发生|没有发现|无[^，。；]{0,6}(?:隐患|事故|投诉)|"
    "零(?:投诉|事故|上访)|问题导向|查摆|排查|聚焦|围绕|清单|困难群众|困难职工|困难家庭|反映良好|演练|预案|下降"
)
_REACTIVATED: Final = re.compile("但|然而|不过|仍|尚|依然|与此同时")
_CLAUSE: Final = re.compile("[，。；！？,;\n]+")
_TITLE_WEIGHT: Final = 3
_STRONG_WEIGHT: Final = 2
_THRESHOLD: Final = 4


def _weight(clause: str) -> int:
    strong, weak = len(_STRONG.findall(clause)), len(_WEAK.findall(clause))
    if not strong and not weak:
        return 0
    live = _REACTIVATED.search(clause)
    damped = _DAMPED.search(clause)
    if damped and (live is None or damped.start() > live.start()) and "亟待" not in clause:
        return 0
    return strong * _STRONG_WEIGHT + weak


def classify(title: str, text: str) -> Kind:
    """Return the kind of an item from its title and plain text."""
    whole = f"{title}。{text}"
    if not _STRONG.search(whole) and not _WEAK.search(whole):
        return Kind.GENERAL  # no cue at all: most items
    score = _TITLE_WEIGHT * sum(_weight(clause) for clause in _CLAUSE.split(title))
    score += sum(_weight(clause) for clause in _CLAUSE.split(text))
    return Kind.PROBLEM if score >= _THRESHOLD else Kind.GENERAL
