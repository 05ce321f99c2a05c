"""Read radicals as the signs they look like: PDFs made by browsers, and what is copied from them, hold ⼈ for 人."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

# The Supplement has no decompositions in Unicode; these look like signs that stand by themselves
# (EquivalentUnifiedIdeograph.txt of Unicode's character database).
_SUPPLEMENT: Final = (
    "⺁厂⺃乚⺅亻⺈刀⺉刂⺊卜⺌小⺎兀⺐尢⺒巳⺓幺⺕彐⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺣灬⺤爫⺦丬⺧牛⺨犭⺩王"
    "⺫罒⺬示⺭礻⺮竹⺯糸⺰纟⺱罓⺲罒⺶羊⺹耂⺺肀⺻聿⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶"
    "⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜"
    "⻰龙⻱龜⻲亀⻳龟"
)
_KANGXI: Final = range(0x2F00, 0x2FD6)
RADICALS: Final[Mapping[int, str]] = {
    **{ord(radical): sign for radical, sign in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)},
    **{radical: unicodedata.normalize("NFKC", chr(radical)) for radical in _KANGXI},
}


def without_radicals(text: str) -> str:
    """Return the text, of the same length, with signs for radicals."""
    return text.translate(RADICALS)
