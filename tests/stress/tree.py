"""Write a content tree of everything that is hard to lay out: too much, too little, too long, too rare.

``python -m tests.stress.tree FOLDER`` writes it; ``inv build --content FOLDER --output …`` shows what becomes of it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from PIL import Image

_SAMPLE: Final = Path(__file__).parents[2] / "content" / "data" / "site.yaml"
_LEDGER: Final = "year,number,total,track,state,signed,published,issue,note"
_LONGEST: Final = 200
_WORDS: Final = "关于进一步做好冬春农田水利基本建设和农村饮水安全工程建设管理工作有关情况的综合信息与阶段进展"
_URL: Final = "https://www.example.org/" + "very-long-path-without-a-break/" * 6 + "?" + "parameter=value&" * 9

_SERIES: Final = """
- id: daily
  titles: [{name: 每日快报}]
  english: Daily
  issuer: 望潮区人民政府办公室
  disclosure: public
  total_seed: 0
- id: odd
  titles: [{name: 望潮区重点项目建设和招商引资工作领导小组办公室综合信息简报}]
  english: Odds and Ends of the Leading Group for Key Projects and Investment Promotion
  issuer: 望潮区重点项目建设和招商引资工作领导小组办公室
  disclosure: public
  total_seed: 0
- id: x
  titles: [{name: 讯}]
  english: X
  issuer: 望潮区人民政府办公室
  disclosure: public
  total_seed: 0
"""
_UNITS: Final = """
- {id: liubo, name: 柳泊镇, english: Liubo Town, group: 镇}
- {id: empty, name: 空白乡, english: Empty Township, group: 镇}
- {id: x, name: 𠮷, english: X, group: 镇}
- id: long
  name: 望潮区规范和整顿市场经济秩序暨产品质量和食品安全专项整治工作领导小组办公室
  short: 区整规办
  english: Office of the Leading Group for Rectifying Market Order, Product Quality and Food Safety
  group: 区直部门
"""
_TOPICS: Final = """
- {id: agriculture, name: 农业农村, english: Agriculture and rural areas}
- {id: empty, name: 空白主题, english: Nothing}
- {id: long, name: 国民经济和社会发展规划计划与固定资产投资, english: Plans and planning and investment in fixed assets}
"""


@dataclass(frozen=True)
class Item:
    """An item to be written."""

    title: str
    body: str = "各项工作正常。"
    unit: str = "柳泊镇"
    topic: str = "农业农村"
    more: str = "kind: general"

    def text(self) -> str:
        """Return the item as an editor writes it."""
        fields = f"unit: {self.unit}\ntopic: {self.topic}\n{self.more}"
        return f"## {self.title}\n\n```item\n{fields}\n```\n\n{self.body}\n"


def title_of(length: int) -> str:
    """Return a title of so many characters."""
    return (_WORDS * (length // len(_WORDS) + 1))[:length]


def _long_text() -> str:
    """Return 10,000 characters in paragraphs of 400."""
    sentence = "区水利局会同各镇街对全区沟渠逐条查勘，登记造册，按先急后缓的次序安排疏浚，"
    paragraph = (sentence * 11)[:399] + "。"
    return "\n\n".join([paragraph] * 25)


def _wide_table(columns: int = 24, rows: int = 12) -> str:
    head = [f"第{n}项指标（万元）" for n in range(1, columns + 1)]
    lines = [
        head,
        ["---:"] * columns,
        *([f"{n * row:,}.00" for n in range(1001, 1001 + columns)] for row in range(rows)),
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


_LISTS: Final = """
1. 第一项：
  - 其中之一：
    - 更细的一条，文字比较长，长到在手机上要折成几行才放得下，看它的缩进是否还留有余地；
      - 再细的一条。
  - 其中之二。
2. 第二项。
"""
_RARE: Final = (
    "𠮷林路与㕔前街交叉口，龘、𪚥、㸚、䶮、鿏、𰻞等字；CO<sub>2</sub>、10<sup>3</sup>；①②③；１２３ＡＢＣ；½℃㎡。"
)
_RIGHT_TO_LEFT: Final = (
    "来函用阿拉伯文写有 مرحبا بكم في المنطقة 和希伯来文 שלום עולם（共2处），其余为中文，2004年11月5日收到。"
)


def _odd_items() -> Iterator[Item]:
    """Yield one item for each thing that is hard to lay out."""
    yield Item(title_of(_LONGEST), _long_text(), "[区整规办, 柳泊镇, 𠮷]", "国民经济和社会发展规划计划与固定资产投资")
    yield Item("表", f"表1 各项指标\n\n{_wide_table()}\n\n表2 各项指标（续）\n\n{_wide_table()}")
    yield Item("𠮷字与㕔字", _RARE)
    yield Item("مرحبا 来函", _RIGHT_TO_LEFT)
    yield Item("A" * 60 + "没有空格", f"见<{_URL}>，又见 {'W' * 300}。")
    yield Item(
        "脚注与列表", f"一项[^1]，又一项[^2]，两者[^1]都有。\n{_LISTS}\n[^1]: 注一，{_WORDS * 3}。\n[^2]: <{_URL}>"
    )
    yield Item(
        "图", "\n\n".join(f'![{alt}](../../media/odd/2004/{name} "图 {alt}")' for name, alt in _PICTURES.items())
    )
    yield Item(
        "引文", "> 引文一\n>\n> > 引文之引文\n\n```\n" + "没有换行的一行代码，" * 30 + "\n```\n\n### 小标题\n\n正文。"
    )
    yield Item("问题", "农户反映饮水困难。", more=_PROBLEM)


_PICTURES: Final = {
    "wide.png": "很宽的图",
    "tall.png": "很高的图",
    "dot.png": "一点大的图",
    "plain.svg": "没有尺寸的图",
}
_PROBLEM: Final = (
    "kind: problem\ndisclosure: public\nopened_because: 事关公众利益，情况需要公众知晓。\n"
    "basis: 《政府信息公开条例》第十九条\nstatus: open"
)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _write_series(folder: Path, series: str, issues: list[tuple[date, list[Item], str]]) -> None:
    """Write issues, numbered year by year, and their ledger."""
    rows, number, year = [_LEDGER], 0, 0
    for total, (signed, items, more) in enumerate(issues, 1):
        number = number + 1 if signed.year == year else 1
        year = signed.year
        path = f"{series}/{year}/{signed}.md"
        front = f"---\nseries: {series}\nsigned: {signed}\npublished: {signed} 16:20\nnumber: {number}\n{more}---\n\n"
        _write(folder / path, front + "\n".join(item.text() for item in items))
        rows.append(f"{year},{number},{total},regular,issued,{signed},{signed} 16:20,{path},")
    _write(folder / "ledger" / f"{series}.csv", "\n".join(rows) + "\n")


def _pictures(folder: Path) -> None:
    """Write a picture each of every shape: their colours run, so that no encoder finds them empty."""
    folder.mkdir(parents=True)
    running = Image.linear_gradient("L")
    for name, size in (("wide.png", (2400, 300)), ("tall.png", (600, 3000)), ("dot.png", (8, 8))):
        shade = running.resize(size)
        Image.merge("RGB", (shade, shade.rotate(180), shade)).save(folder / name)
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path fill="#888" d="M0 0h40v30H0z"/></svg>\n'
    )
    (folder / "plain.svg").write_text(drawing, encoding="utf-8")


def write_stress_tree(folder: Path) -> None:
    """Write the tree into a folder, which must be absent."""
    for name, text in (("series", _SERIES), ("units", _UNITS), ("topics", _TOPICS)):
        _write(folder / "data" / f"{name}.yaml", text.lstrip())
    shutil.copy(_SAMPLE, folder / "data" / "site.yaml")
    _write(folder / "pages" / "about.md", "---\ntitle: 关于本站\n---\n\n本站用来看排版。\n")
    first = date(2004, 1, 1)
    daily = [(first + timedelta(days=n), [Item(title_of(n % 40 + 1))], "") for n in range(366)]
    _write_series(folder, "daily", daily)
    many = [Item(title_of(1 + n * 199 // 59) + f"（{n}）" * (n % 2)) for n in range(60)]
    odd: list[tuple[date, list[Item], str]] = [
        (date(2002, 12, 30), [Item("一")], ""),  # and nothing in 2003
        (date(2004, 6, 1), many, ""),
        (date(2004, 12, 30), list(_odd_items()), f"editor: {_WORDS}\nnote: {_WORDS * 5}。\n"),
    ]
    _write_series(folder, "odd", odd)
    _write_series(folder, "x", [])
    _pictures(folder / "media" / "odd" / "2004")


if __name__ == "__main__":
    write_stress_tree(Path(sys.argv[1]))
