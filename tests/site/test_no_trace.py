"""What the public edition leaves out leaves no trace: with it or without it, every byte of the output is the same.

Each case is written once: ``<<…>>`` stands only in the tree that holds the withheld part, ``{a|b}`` is ``a`` in that
tree and ``b`` in the other, such as the place of an item in its file.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

import bulletin_build.plugin
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from bulletin_portal.loading import load
from tests.conftest import SAMPLES
from tests.site.office import REPOSITORY
from tests.site.output import tree_of

_ISSUE: Final = "gazette/2004/2004-12-03.md"
_LEDGER: Final = "2004,3,435,regular,issued,2004-12-03,2004-12-03 10:00,gazette/2004/2004-12-03.md,\n"
_FRONT: Final = "---\nseries: gazette\nsigned: 2004-12-03\npublished: 2004-12-03 10:00\nnumber: 3\neditor: 信息科\n"
_WHY: Final = "opened_because: 需要公众知晓。\nbasis: 《政府信息公开条例》第十九条\n"


def item(title: str, fields: str = "kind: general", body: str = "", unit: str = "柳泊镇") -> str:
    """Return an item as written."""
    block = f"```item\nunit: {unit}\ntopic: 农业农村\n{fields.rstrip()}\n```"
    return f"## {title}\n\n{block}\n\n{body or f'{title}，详情如下。'}\n\n"


def hidden(
    title: str = "密不示人的一条", fields: str = "kind: problem\nstatus: open", body: str = "", unit: str = "柳泊镇"
) -> str:
    """Return an item that is withheld and stands in one of the two trees only."""
    return f"<<{item(title, fields, body, unit)}>>"


def opened(title: str, status: str, more: str = "") -> str:
    """Return a problem item that is public."""
    return item(title, f"kind: problem\nstatus: {status}\ndisclosure: public\n{_WHY}{more}")


def issue(*items: str, front: str = "") -> dict[str, str]:
    """Return the third issue of the gazette, with the line of its ledger."""
    return {_ISSUE: f"{_FRONT}{front}---\n\n{''.join(items)}", "ledger/gazette.csv": _LEDGER}


_ONE: Final = item("公开的第一条", body="甲[^1]。\n\n[^1]: 甲的注。")
_TWO: Final = opened("公开的第二条", "handling")
_THREE: Final = item("公开的第三条", body="乙[^a]，见[[gazette 2004/3/{2|1}]]。\n\n[^a]: 乙的注。")
_CORRECTED: Final = (
    "corrections:\n  - {date: 2004-12-10, level: major, item: {2|1}, note: 有误。}\n"
    "  - {date: 2004-12-11, level: minor, item: {3|2}, before: 二, after: 三, note: 排印有误。}\n"
)
# The gazette as it is, but for a note on the last issue of each finished year.
_MARKED: Final = (
    (SAMPLES / "small/data/series.yaml")
    .read_text(encoding="utf-8")
    .replace("  total_seed: 432\n", "  total_seed: 432\n  mark_last: true\n")
)
_LATER: Final = (
    "gazette/2004/2004-12-17.md",
    _FRONT.replace("12-03", "12-17").replace("number: 3", "number: 4"),
    _LEDGER.replace("12-03", "12-17").replace("2004,3,435", "2004,4,436"),
)


def later(*items: str) -> dict[str, str]:
    """Return the fourth issue of the gazette, with the lines of its ledger."""
    path, front, line = _LATER
    return {path: f"{front}---\n\n{''.join(items)}", "ledger/gazette.csv": _LEDGER + line}


CASES: Final = {
    "first": issue(hidden(), _ONE, _TWO, _THREE, front=_CORRECTED),
    "middle": issue(_ONE, hidden(), _TWO, item("公开的第三条")),
    "last": issue(_ONE, _TWO, hidden()),
    "several": issue(hidden("密一"), _ONE, hidden("密二"), hidden("密三", "kind: general\ndisclosure: internal"), _TWO),
    "a-single-item-is-left": issue(hidden(), _ONE),
    "nobody-said-its-kind": issue(_ONE, hidden("Ψωφχ", "", "Ψωφχ Θξζ。"), _TWO),
    "classified": issue(
        _ONE, hidden("三个村饮水困难亟待解决", "", "三个村饮水困难，至今没有解决，群众反映强烈。"), _TWO
    ),
    "note-of-a-correction": issue(
        _ONE,
        hidden(),
        _TWO,
        front="corrections:\n<<  - {date: 2004-12-09, level: major, item: 2, note: 密不示人的更正}\n>>"
        "  - {date: 2004-12-10, level: major, item: {3|2}, note: 有误。}\n",
    ),
    "picture-and-attachment": {
        **issue(
            _ONE,
            hidden(
                body="![密图](../../media/gazette/2004/secret.svg)\n\n见[附件](../../media/gazette/2004/secret.csv)。"
            ),
            _TWO,
        ),
        "media/gazette/2004/secret.svg": '<<<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>\n>>',
        "media/gazette/2004/secret.csv": "<<密\n>>",
    },
    "picture-that-others-use": issue(
        item("公开的第一条", body="![干渠](../../media/gazette/2004/canal.svg)"),
        hidden(body="![干渠](../../media/gazette/2004/canal.svg)"),
    ),
    "withheld-follows-public": issue(
        opened("公开的问题", "open"), hidden(fields="kind: problem\nstatus: resolved\nfollows: gazette/2004/3/1"), _TWO
    ),
    "public-follows-withheld": {
        **issue(_ONE, hidden(), _TWO),
        **later(opened("公开的后续", "resolved", "<<follows: gazette/2004/3/2\n>>")),
    },
    "withheld-between-two-reports": {
        **issue(opened("公开的问题", "open"), hidden(fields="kind: problem\nfollows: gazette/2004/3/1"), _ONE),
        **later(opened("公开的后续", "resolved", "<<follows: gazette/2004/3/2\n>>")),
    },
    "follows-an-item-behind-it": {
        **issue(hidden(), opened("公开的问题", "open"), _ONE),
        **later(hidden(), opened("公开的后续", "resolved", "follows: gazette/2004/3/{2|1}"), _ONE),
    },
    "named-in-a-public-text": {
        **issue(_ONE, hidden(), _TWO),
        **later(item("公开的后文", body="见[[gazette 2004/3{/2|}]]和[[gazette 2004/3/{3|2}]]。")),
    },
    "named-in-a-standing-page": {
        **issue(hidden(), _ONE, _TWO),
        "pages/help.md": "---\ntitle: 帮助\n---\n\n见[[gazette 2004/3{/1|}]]和[[gazette 2004/3/{2|1}]]。\n",
    },
    "names-public-items": issue(_ONE, hidden(body="见[[gazette 2004/3/1]]。"), _TWO),
    "withdrawn": {
        **issue(
            hidden(),
            _ONE,
            _TWO,
            front="withdrawn: {date: 2004-12-06, reason: 有误}\n"
            "corrections:\n  - {date: 2004-12-05, level: major, item: {3|2}, note: 有误。}\n",
        ),
        "ledger/gazette.csv": _LEDGER.replace("issued", "withdrawn"),
    },
    "unit-and-topic-that-have-nothing-else": issue(_ONE, hidden(unit="区卫生局").replace("农业农村", "卫生健康"), _TWO),
    "moved-page": {
        **issue(_ONE, hidden(), _TWO),
        "data/redirects.yaml": "- {from: old/2.html, to: gazette/2004/3/{3|2}/}\n"
        "<<- {from: old/x.html, to: gazette/2004/3/2/}\n>>",
    },
    "moved-page-of-a-single-item": {
        **issue(hidden(), _ONE),
        "data/redirects.yaml": "- {from: old/2.html, to: gazette/2004/3/{2/|}}\n",
    },
    "issue-of-a-public-series": {
        path: f"<<{text}>>"
        for path, text in issue(item("密不示人", "disclosure: internal"), front="note: 密按语\n").items()
    },
    "issue-of-problem-items": {path: f"<<{text}>>" for path, text in issue(item("密", "kind: problem")).items()},
    "issue-of-an-internal-series": {
        "key-affairs/2004/2004-12-03.md": "<<"
        + _FRONT.replace("gazette", "key-affairs").replace("number: 3", "number: 2")
        + f"---\n\n{_ONE}>>",
        "ledger/key-affairs.csv": "<<2004,2,2,regular,issued,2004-12-03,2004-12-03 10:00,"
        "key-affairs/2004/2004-12-03.md,\n>>",
    },
    "year-that-has-nothing-else": {
        path.replace("2004", "2005"): "<<"
        + text.replace("2004", "2005").replace("2005,3,435", "2005,1,435").replace("number: 3", "number: 1")
        + ">>"
        for path, text in issue(hidden().strip("<>")).items()
    },
    "last-of-the-year": {
        "data/series.yaml": _MARKED,
        **{
            path.replace("2004", "2005"): "<<"
            + text.replace("2004", "2005")
            .replace("published: 2005", "published: 2099")
            .replace("2005-12-03 10:00", "2099-12-03 10:00")
            .replace("2005,3,435", "2005,1,435")
            .replace("number: 3", "number: 1")
            + ">>"
            for path, text in issue(_ONE).items()
        },
    },
    "draft": {
        "gazette/2004/2004-12-03.md": f"<<---\nseries: gazette\nsigned: 2004-12-03\n---\n\n{_ONE}>>",
    },
    "why-and-who-reviewed": issue(
        item("公开的第一条", "kind: problem\ndisclosure: public\nopened_because: {甲|乙}\nbasis: {丙|丁}"),
        front="<<review:\n  - {step: final, role: 主任, date: 2004-12-02}\n>>",
    ),
}


def _written(text: str, *, present: bool) -> str:
    text = re.sub(r"(?s)<<(.*?)>>", r"\1" if present else "", text)
    return re.sub(r"\{([^{}|:]*)\|([^{}|:]*)\}", r"\1" if present else r"\2", text)


def _tree(folder: Path, files: dict[str, str], *, present: bool) -> Path:
    """Write a tree; a file of which nothing stands in this tree is not there, a ledger's lines are added to it."""
    shutil.copytree(SAMPLES / "small", folder)
    for path, text in files.items():
        written, file = _written(text, present=present), folder / path
        if written:
            file.parent.mkdir(parents=True, exist_ok=True)
            before = file.read_text(encoding="utf-8") if path.startswith("ledger/") else ""
            file.write_text(before + written, encoding="utf-8")
    return folder


def _build(folder: Path, files: dict[str, str], *, present: bool) -> dict[str, bytes]:
    content = _tree(folder / f"content-{present}", files, present=present)
    assert [str(found) for found in load(content).diagnostics] == []
    output = folder / f"output-{present}"
    run(Order(REPOSITORY / "pelicanconf.py", content, output, Edition.PUBLIC))
    return tree_of(output)


@pytest.mark.parametrize("files", CASES.values(), ids=CASES)
def test_public_edition_is_the_same_with_and_without(
    files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two trees that differ in what is withheld make the same files with the same bytes."""
    monkeypatch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
    there, gone = (_build(tmp_path, files, present=present) for present in (True, False))
    assert sorted(there) == sorted(gone)
    assert [path for path in there if there[path] != gone[path]] == []


def test_the_two_trees_differ(tmp_path: Path) -> None:
    """Each case hides something, or its test would say nothing."""
    for name, files in CASES.items():
        trees = [_tree(tmp_path / f"{name}-{present}", files, present=present) for present in (True, False)]
        assert tree_of(trees[0]) != tree_of(trees[1]), name


def _numbered(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, *items: str) -> dict[str, str]:
    """Return the addresses of the items of the third issue in the public edition, by their titles."""
    monkeypatch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
    output = _build(tmp_path / name, issue(*items), present=True)
    pages = {
        path: data.decode() for path, data in output.items() if re.fullmatch(r"gazette/2004/3/\d+/index.html", path)
    }
    return {
        re.findall(r'<h1 class="item-title">(.*?)</h1>', text)[0]: path.split("/")[3] for path, text in pages.items()
    }


def test_what_is_opened_later_moves_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Items opened after publication come behind those that were public, in the order of their days."""
    first, second = item("甲"), item("乙")
    later = [
        opened(title, "resolved", f"opened: {day}\n") for title, day in (("丙", "2005-03-01"), ("丁", "2005-02-01"))
    ]
    before = _numbered(tmp_path, "before", monkeypatch, hidden("丙"), first, hidden("丁"), second)
    after = _numbered(tmp_path, "after", monkeypatch, later[0], first, later[1], second)
    assert before == {"甲": "1", "乙": "2"}
    assert after == {**before, "丁": "3", "丙": "4"}


def test_what_is_closed_later_moves_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item that was public and is so no longer leaves its number unused, and no word of it."""
    for name, more in (("closed", ""), ("made-internal-too", "\ndisclosure: internal")):
        closed = item("甲", f"kind: general\nclosed: 2005-03-01{more}")
        assert _numbered(tmp_path, name, monkeypatch, closed, item("乙"), item("丙")) == {"乙": "2", "丙": "3"}


def test_what_is_closed_is_in_feeds_by_number_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an issue of which all was closed feeds tell number and day; no word of it is anywhere, and no page."""
    monkeypatch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
    front = "title: 密题\nnote: 密语\ncorrections:\n  - {date: 2004-12-10, level: major, note: 密改}\n"
    fields = "kind: general\nclosed: 2005-03-01"
    output = _build(tmp_path, issue(item("密甲", fields), item("密乙", fields), front=front), present=True)
    assert [path for path, data in output.items() if re.search("密[题语改甲乙]", data.decode(errors="replace"))] == []
    telling = {path for path, data in output.items() if b"gazette/2004/3" in data}
    assert {path.partition("/")[0] for path in telling} == {"feeds"}
    assert "gazette/2004/3/index.html" not in output
