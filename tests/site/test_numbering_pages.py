"""What readers see of numbers: labels of every kind, gaps, withdrawals, replacements, addresses that lead on."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

import bulletin_build.plugin
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from bulletin_editor.adopting import adopt_files
from bulletin_editor.numbering import reissue_issue, replace_issue, void_number, withdraw_issue
from bulletin_editor.signing import sign_files
from tests.site.conftest import Built
from tests.site.office import REPOSITORY
from tests.site.output import Page, Site, text_of

URL = "https://zwxx.wangchao.example/"
SERIES = """
- id: weekly
  titles: [{name: 科技周报}]
  issuer: 望潮区信息中心
  disclosure: public
  restart: continuous
  total_seed: 0
- id: journal
  titles: [{name: 望潮调研}]
  issuer: 望潮区人民政府调研室
  disclosure: public
  restart: volume
  separator: 、
  numbering:
    - {from: 2004-01-01, volume: 3}
    - {from: 2004-07-01, volume: 4}
- id: crossing
  titles: [{name: 跨年月报}]
  issuer: 望潮区人民政府办公室
  disclosure: public
  total_seed: 100
  mark_last: true
- id: renewed
  titles: [{name: 旧讯, until: 2004-05-31}, {name: 新讯, from: 2004-06-01}]
  issuer: 望潮区人民政府办公室
  disclosure: public
  total_seed: 500
  numbering: [{from: 2004-06-01}]
- id: resting
  titles: [{name: 冬闲文化}]
  issuer: 望潮区文化局
  disclosure: public
  pauses:
    - {from: 2004-05-01, until: 2004-09-30, reason: 印刷厂改造}
    - {from: 2005-02-01, reason: 并入望潮文化}
  merged_into: culture
- id: culture
  titles: [{name: 望潮文化}]
  issuer: 望潮区文化局
  disclosure: public
- id: inspection-a
  titles: [{name: 检查专报}]
  issuer: 望潮区卫生局
  disclosure: public
- id: inspection-b
  titles: [{name: 检查专报}]
  issuer: 望潮区安全生产监督管理局
  disclosure: public
"""
REDIRECTS = """
- from: news/2004/kj-1.html
  to: weekly/2004/1/
- {from: old/, to: culture/}
"""


class Tree:
    """A content tree in which issues are written and signed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def draft(self, series: str, signed: str, front: str = "", *, name: str = "") -> str:
        """Write a draft that goes online at noon of the day it is signed."""
        path = f"{series}/{signed[:4]}/{name or signed}.md"
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        body = f"## {series} {signed}\n\n```item\nunit: 区水利局\nkind: general\n```\n\n{series} {signed} 正文。\n"
        head = f"---\nseries: {series}\nsigned: {signed}\npublished: {signed} 12:00\n{front}---\n\n"
        file.write_text(head + body, encoding="utf-8")
        return path

    def sign(self, series: str, signed: str, front: str = "", *, name: str = "", combined: int = 1) -> str:
        """Write and sign an issue; return its path."""
        path = self.draft(series, signed, front, name=name)
        sign_files(self.root, [path], combined)
        return path


def _fill(tree: Tree) -> None:
    for day in ("2004-01-05", "2004-12-20", "2005-01-10"):
        tree.sign("weekly", day)
    for day in ("2004-02-01", "2004-03-01"):
        tree.sign("journal", day)
    tree.sign("journal", "2004-08-01", combined=2)
    tree.sign("crossing", "2004-10-08", "mark: 专期\n")
    tree.sign("crossing", "2004-11-01")
    tree.sign("crossing", "2004-12-30", "number: 3+1\n")
    tree.sign("crossing", "2005-03-01")
    tree.sign("crossing", "2006-01-05")
    tree.sign("renewed", "2004-05-10")
    tree.sign("renewed", "2004-06-10")
    tree.sign("resting", "2004-04-01")
    tree.sign("resting", "2004-10-10")
    culture = [tree.sign("culture", day) for day in ("2004-01-15", "2004-02-15", "2004-03-15", "2004-04-15")]
    void_number(tree.root, "culture", "2004", "5", "未付印")
    void_number(tree.root, "culture", "2004", "6", "稿件不足")
    last = tree.sign("culture", "2004-07-15")
    tree.sign("culture", "2004-07-20", "track: supplement\n")
    tree.sign("culture", "2004-07-21", "track: special\n")
    withdraw_issue(tree.root, culture[0], "数据有误", "文化局办公室", date(2004, 4, 20))
    reissue_issue(tree.root, culture[0], "改正了第1条数据", date(2004, 4, 22))
    withdraw_issue(tree.root, culture[1], "刊登不当", "", date(2004, 4, 21))
    replace_issue(tree.root, culture[1], last, "", date(2004, 7, 15))
    withdraw_issue(tree.root, culture[2], "依要求收回", "", date(2004, 4, 25))
    replace_issue(tree.root, culture[2], culture[3], "", date(2004, 4, 26))
    (tree.root / culture[2]).unlink()
    (tree.root / "facts.csv").write_text("number,date\n第1期,2003-11-01\n第2期,2003-12-01\n", encoding="utf-8")
    adopt_files(tree.root, [str(tree.root / "facts.csv")], "inspection-a")
    (tree.root / "facts.csv").unlink()
    for day in ("2003-12-15", "2004-01-15"):
        tree.sign("inspection-a", day)
    tree.sign("inspection-b", "2004-01-15")
    (tree.root / "data/redirects.yaml").write_text(REDIRECTS, encoding="utf-8")


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build both editions of a tree with every kind of number."""
    root = tmp_path_factory.mktemp("numbered")
    shutil.copytree(REPOSITORY / "content/data", root / "content/data")
    series = root / "content/data/series.yaml"
    series.write_text(series.read_text(encoding="utf-8") + SERIES, encoding="utf-8")
    _fill(Tree(root / "content"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
        for edition in Edition:
            run(Order(REPOSITORY / "pelicanconf.py", root / "content", root / edition, edition))
    return {edition.value: Site(root / edition, URL) for edition in Edition}


@pytest.fixture
def shown(numbered: Built, edition: str) -> Site:
    """Return the edition under test."""
    return numbered[edition]


@pytest.mark.parametrize(
    ("address", "label"),
    [
        pytest.param("weekly/2004/1/", "第1期", id="C3"),
        pytest.param("weekly/2005/3/", "第3期", id="C3-no-restart-of-the-year"),
        pytest.param("journal/2004/1/", "2004年第3卷第1期", id="volume"),
        pytest.param("journal/2004/r2-1-2/", "2004年第4卷第1、2期合刊", id="C9-volume"),
        pytest.param("crossing/2004/1/", "2004年第1期（专期）（总第101期）", id="C12"),
        pytest.param("crossing/2004/3-2005-1/", "2004年第3期、2005年第1期合刊（总第103-104期）", id="C10"),
        pytest.param("crossing/2005/2/", "2005年第2期（总第105期）", id="C10-next"),
        pytest.param("renewed/2004/1/", "2004年第1期（总第501期）", id="C24-before"),
        pytest.param("renewed/2004/r2-1/", "2004年第1期（总第502期）", id="C24"),
        pytest.param("culture/2004/supplement-1/", "2004年增刊第1期", id="C11"),
        pytest.param("culture/2004/special-1/", "2004年专刊第1期", id="special"),
        pytest.param("culture/2004/1/", "2004年第1期（更正重发）", id="C17"),
        pytest.param("culture/2004/7/", "2004年第7期", id="C13-after-two-void-numbers"),
    ],
)
def test_label(shown: Site, address: str, label: str) -> None:
    """A masthead prints the number as its series counts."""
    assert shown.pages[address].said(".masthead-label") == [label]


@pytest.mark.parametrize(
    ("address", "notes"),
    [
        ("journal/2004/2/", ["卷终"]),
        ("journal/2004/r2-1-2/", ["本期为第1、2期合刊"]),
        ("crossing/2004/3-2005-1/", ["本期为2004年第3期、2005年第1期合刊", "本年终刊"]),
        ("crossing/2005/2/", ["本年终刊"]),
        ("crossing/2006/1/", []),
        ("resting/2004/1/", []),
        ("resting/2004/2/", ["复刊：本刊自2004年5月1日至2004年9月30日停刊（印刷厂改造）"]),
        ("culture/2004/1/", ["本期于2004年4月22日更正重发：改正了第1条数据"]),
        ("culture/2004/7/", ["第5期空号：未付印", "第6期空号：稿件不足"]),
    ],
)
def test_notes(shown: Site, address: str, notes: list[str]) -> None:
    """A masthead says what its number calls for, and nothing else."""
    assert shown.pages[address].said(".masthead-note") == notes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("journal/2004/r2-1/", "journal/2004/r2-1-2/"),
        ("journal/2004/r2-2/", "journal/2004/r2-1-2/"),
        ("crossing/2004/3/", "crossing/2004/3-2005-1/"),
        ("crossing/2005/1/", "crossing/2004/3-2005-1/"),
        ("news/2004/kj-1.html", "weekly/2004/1/"),
        ("old/", "culture/"),
    ],
)
def test_address_leads_on(shown: Site, old: str, new: str) -> None:
    """Each number of a merged issue, and an old address, is a page that leads on, by itself and by a link (C9, C10)."""
    page = shown.moved[old]
    assert shown.link(page, page.one("a")) == new
    assert shown.has(new)
    assert shown.place_of(page, page.one("meta[http-equiv=refresh]").attrib["content"].partition("url=")[2]) == new
    assert f"/{old} /{new} 301\n" in shown.text("_redirects")
    assert f"/{old} /{new};\n" in shown.text("redirects.map")


def test_addresses_that_lead_on_are_in_no_sitemap(numbered: Built) -> None:
    """Search engines are told of pages only."""
    site = numbered["public"]
    listed = "".join(site.text(path) for path in site.files if path.startswith("sitemap-"))
    assert [address for address in site.moved if f"<loc>{URL}{address}</loc>" in listed] == []


def test_withdrawn_and_replaced(shown: Site) -> None:
    """A withdrawn issue's notice names the issue that stands in for it, which names it in turn (C18)."""
    gone, later = shown.pages["culture/2004/2/"], shown.pages["culture/2004/7/"]
    assert [shown.link(gone, one) for one in gone.select(".notice-withdrawal a")] == ["culture/2004/7/"]
    assert "望潮文化2004年第7期" in text_of(gone.one(".notice-withdrawal"))
    (back,) = [one for one in later.select("p.notice a") if shown.link(later, one) == "culture/2004/2/"]
    assert text_of(back) == "望潮文化2004年第2期"


def test_reissued_issue_is_readable_again(shown: Site) -> None:
    """An issue that came out again under its number shows its text, and the record of its withdrawal stays (C17)."""
    page = shown.pages["culture/2004/1/"]
    assert page.select(".notice-withdrawal") == []
    assert "culture 2004-01-15 正文。" in text_of(page.one("main"))
    record = text_of(shown.pages["corrections/"].one("section[aria-labelledby=withdrawals]"))
    assert "数据有误" in record
    assert "2004年4月22日更正重发" in record


def _cards(page: Page) -> dict[str, str]:
    return {text_of(card.cssselect("h3")[0]): text_of(card) for card in page.select(".issue-card")}


def test_year_explains_its_gaps(shown: Site) -> None:
    """A year has an entry for every number: issued, void with its reason, withdrawn without a text (C13, C33)."""
    cards = _cards(shown.pages["culture/2004/"])
    numbers = [f"2004年第{n}期" for n in (7, 6, 5, 4, 3, 2)]
    assert [label for label in cards if label in numbers] == numbers
    assert "空号" in cards["2004年第5期"]
    assert "未付印" in cards["2004年第5期"]
    assert "已撤回" in cards["2004年第3期"] or "撤回" in cards["2004年第3期"]
    assert "culture/2004/3/" not in shown.pages


def test_issues_known_by_number_alone(shown: Site) -> None:
    """An issue of a back-file whose text is not here is named in its year's list and has no page (C26)."""
    cards = _cards(shown.pages["inspection-a/2003/"])
    assert list(cards) == ["2003年第3期", "2003年第2期", "2003年第1期"]
    assert "未收录" in cards["2003年第2期"]
    assert "inspection-a/2003/2/" not in shown.pages


def test_series_tells_its_history(shown: Site) -> None:
    """A series says when it rested, was closed and what it was merged into; the other says so too (C34, C35)."""
    resting, culture = shown.pages["resting/"], shown.pages["culture/"]
    history = resting.one("section[aria-labelledby=history]")
    assert "2004年5月1日至2004年9月30日" in text_of(history)
    assert "并入望潮文化" in text_of(history)
    assert [shown.link(resting, one) for one in history.cssselect("a")] == ["culture/"]
    back = culture.one("section[aria-labelledby=history]")
    assert [shown.link(culture, one) for one in back.cssselect("a")] == ["resting/"]


def test_series_of_one_title_are_told_apart(shown: Site) -> None:
    """Two offices' series of one title are listed with their issuers (C37)."""
    names = shown.pages[""].said("nav a")
    assert {"检查专报（望潮区卫生局）", "检查专报（望潮区安全生产监督管理局）"} <= set(names)


def test_title_of_the_time(shown: Site) -> None:
    """An issue keeps the title of its day (N11, C23)."""
    assert shown.pages["renewed/2004/1/"].said(".masthead-series") == ["旧讯"]
    assert shown.pages["renewed/2004/r2-1/"].said(".masthead-series") == ["新讯"]
