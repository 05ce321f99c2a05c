"""A content tree with every text of the hostile collection in every place that an editor can write."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import SAMPLES

_AN_ISSUE = 22  # items
_GROUP = 13  # texts in the name of a unit or topic, of which there are as many as that takes
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")
_BODY = """{text}

甲{text}乙 **{line}** *{line}* `{line}` <{line}>

### {line}

一、{line}

- {line}
  1. {line}

> {line}

表1 {line}

| {line} | 乙 |
|:--|--:|
| {line} | 甲[^{line}] |

[{line}](https://a.example/ "{line}") [甲]({text}) [甲](<{line}>) [甲][a] [甲][b] [甲](https://a.example/{line})

![{line}](x.png "{line}") ![图]({text}) ![图](<{line}> '{line}') ![图][a]

![图](blob:{line} "{line}")

甲[^1][^{line}] [[{line}]] [[gazette/2004/4/1 {line}]] [[政务普刊 2004-4]]

{line}
:   {line}

[^1]: {line}
[^{line}]: {line}
[a]: {line} "{line}"
[b]: <{line}>
*[甲]: {line}
"""


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else {"n": "\n", "t": "\t"}.get(found[2], found[2])


def _texts() -> list[tuple[str, str]]:
    """Return the sort and the text of each line of the collection."""
    lines = (SAMPLES / "hostile/payloads.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.partition(" ") for line in lines if not line.startswith("#"))
    return [(sort, _ESCAPE.sub(_unescaped, text)) for sort, _, text in parts]


TEXTS = _texts()
LINES = [" ".join(text.split()) for _, text in TEXTS]
ALL = " ".join(LINES)
NAMES = [" ".join(LINES[at : at + _GROUP]) for at in range(0, len(LINES), _GROUP)]


def write(root: Path, path: str, text: str) -> None:
    """Write a file and the folders it stands in."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _fields(**fields: object) -> str:
    """Return YAML: JSON is some, and its quotation marks let every text through."""
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())


def _item(index: int) -> str:
    """Return the item of one text: in its title, and in every place of its body."""
    opened = {"disclosure": "public", "opened_because": "已公开通报", "basis": "条例第十九条"}
    kind = {"kind": "problem", "status": "open", **opened} if index % 8 == 0 else {"kind": "general"}
    name = f"n{index // _GROUP}"
    block = _fields(unit=[name], topic=name, **kind)
    body = _BODY.format(text=TEXTS[index][1], line=LINES[index])
    return f"## {LINES[index]}\n\n```item\n{block}```\n\n{body}\n"


def _corrections(indexes: range) -> list[dict[str, object]]:
    return [
        {
            "date": "2005-01-08",
            "level": "major" if index % 2 else "minor",
            "item": n,
            **dict.fromkeys(("before", "after", "note"), LINES[index]),
        }
        for n, index in enumerate(indexes, 1)
    ]


def _issues() -> Iterator[tuple[dict[str, object], str]]:
    """Yield metadata and body of each issue: some with many items, one that is an item, one withdrawn."""
    for start in range(0, len(TEXTS), _AN_ISSUE):
        indexes = range(start, min(start + _AN_ISSUE, len(TEXTS)))
        note = " ".join(LINES[index] for index in indexes)
        yield {"note": note, "editor": note, "corrections": _corrections(indexes)}, "".join(map(_item, indexes))
    yield {"title": ALL}, f"```item\n{_fields(unit='n0')}```\n\n甲\n"
    withdrawn = {"date": "2005-01-09", "reason": ALL, "contact": ALL}
    yield {"withdrawn": withdrawn}, f"## {LINES[0]}\n\n```item\n{_fields(unit='n0')}```\n\n甲\n"


def _data(root: Path, url: str) -> None:
    """Write the reference data: hostile wherever it is text, each text as a name once."""
    text = ("short_name", "description", "organiser", "operator", "address", "phone", "email", "sample_notice")
    # What must be there has a form of its own, which leaves a hostile text no room but in the two links.
    site = {"id_code": "0000000000", "icp": "示ICP备00000000号", "police_record": "示公网安备00000000000000号"}
    site |= {"mark_url": "https://a.example/?a=1&b=2#)(", "errors_url": "https://a.example/;;%22%3E{{site.url}}"}
    site |= dict(zip(text, NAMES, strict=False)) | {"name": LINES[0], "feed_authority": f"a.example,2004{LINES[1]}"}
    write(root, "data/site.yaml", _fields(url=url, sample="true", **site))
    titles = [{"name": f"{NAMES[8]} 旧", "until": "2004-05-31"}, {"name": "政务普刊", "from": "2004-06-01"}]
    others = [{"name": f"{NAMES[9]} 新"}]
    series = [
        {"id": name, "titles": some, "disclosure": "public"}
        | dict(zip(("english", "issuer", "summary", "separator"), NAMES[10:], strict=False))
        for name, some in (("gazette", titles), ("other", others))
    ]
    write(root, "data/series.yaml", json.dumps(series))
    names = [{"id": f"n{n}", "name": name, "english": name} for n, name in enumerate(NAMES)]
    units = [one | {"group": one["name"], "short": f"{one['name']} 短"} for one in names]
    write(root, "data/units.yaml", json.dumps(units))
    write(root, "data/topics.yaml", json.dumps([one | {"theme": one["name"]} for one in names]))


def write_tree(root: Path, url: str) -> None:
    """Write a content tree with every text in every place that takes one."""
    _data(root, url)
    rows: list[dict[str, object]] = []
    for number, (fields, body) in enumerate(_issues(), 2):
        series = "other" if "withdrawn" in fields else "gazette"
        day, written = f"2004-{4 + number // 4:02}-{1 + number:02}", "2-3" if number == 2 else str(number + 1)
        written = "1" if series == "other" else written
        front = _fields(series=series, signed=day, published=f"{day} 09:00", number=written, **fields)
        path = f"{series}/2004/{day}.md"
        write(root, path, f"---\n{front}---\n\n{body}")
        row: dict[str, object] = {
            "year": 2004,
            "number": written,
            "track": "regular",
            "state": "withdrawn" if "withdrawn" in fields else "issued",
        }
        rows.append(row | {"signed": day, "published": f"{day} 09:00", "issue": path})
    void: dict[str, object] = {"year": 2004, "number": 1, "track": "regular", "state": "void", "note": ALL}
    (root / "ledger").mkdir()
    for series in ("gazette", "other"):
        with (root / f"ledger/{series}.csv").open("w", encoding="utf-8", newline="") as file:
            names = ("year", "number", "total", "track", "state", "signed", "published", "issue", "note")
            ledger = csv.DictWriter(file, names, lineterminator="\n")
            ledger.writeheader()
            own = [row for row in rows if str(row["issue"]).startswith(f"{series}/")]
            ledger.writerows([void, *own] if series == "gazette" else own)
    for n in range(0, len(TEXTS), 60):
        body = "\n".join(_BODY.format(text=text, line=" ".join(text.split())) for _, text in TEXTS[n : n + 60])
        write(root, f"pages/page{n}.md", f"---\n{_fields(title=NAMES[n // 60])}---\n\n{body}")
