"""What a preview serves from memory is, byte for byte, what a build writes; after every change, too."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

import bulletin_build.plugin
import bulletin_build.shortcut
import bulletin_portal.loading
import bulletin_portal.parse_cache
from bulletin.dates import parse_datetime
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from bulletin_editor.live import Change, FaultyError, Live, fault_of
from bulletin_editor.preview_pages import Pages
from tests.site.office import REPOSITORY, Office
from tests.site.output import Site, tree_of

NOW: Final = parse_datetime("2005-04-10 12:00")
ISSUE: Final = "content/gazette/2004/2004-11-05.md"
PAGE: Final = "gazette/2004/1/index.html"
_MORE: Final = "联片供水工程10月30日通水，管道长9公里。"  # in words that the search knows of this item
_DRAFTED: Final = "## 未曾签发的一条\n\n```item\nunit: 柳泊镇\ntopic: 农业农村\nkind: general\n```\n\n正文。\n"


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files that were written this moment count as old: the tree was copied just now."""
    for module in (bulletin_build.shortcut, bulletin_portal.loading, bulletin_portal.parse_cache):
        monkeypatch.setattr(module, "is_settled", lambda _stamp, _now: True)


def order_of(office: Office, tmp_path: Path, edition: str = "public", *, drafts: bool = False) -> Order:
    """Return an order at a fixed moment."""
    settings = office.root / "pelicanconf.py"
    output, cache = tmp_path / "nowhere", tmp_path / "cache"
    return Order(settings, office.content, output, Edition(edition), NOW, drafts, cache)


def built(order: Order, tmp_path: Path) -> dict[str, bytes]:
    """Return what a build into a fresh folder writes."""
    output = tmp_path / "built"
    shutil.rmtree(output, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
        run(replace(order, output=output, cache=None))
    return tree_of(output)


def served(pages: Pages, paths: dict[str, bytes]) -> dict[str, bytes | None]:
    """Return what is served at the addresses of files."""
    return {path: pages.get(path) for path in paths}


@pytest.fixture
def office(small_office: Office) -> Office:
    """Return a working copy with the small content, whose last text goes on behind what lists show of it."""
    file = small_office.root / ISSUE
    file.write_text(file.read_text(encoding="utf-8") + 20 * f"\n{_MORE}\n", encoding="utf-8")
    return small_office


def _same(pages: Pages, files: dict[str, bytes]) -> None:
    """Demand that every file is served with the same bytes, and no other."""
    assert served(pages, files) == files
    assert {*pages.pages, *pages.groups, *pages.documents, *pages.copies, *pages.static} == files.keys()
    assert pages.get("nowhere/index.html") is None


def test_serves_what_a_build_writes(content: Path, site: Site, edition: str, tmp_path: Path) -> None:
    """Every file of the sample site is served with the same bytes, no other is, and nothing is written."""
    output = tmp_path / "nowhere"
    order = Order(REPOSITORY / "pelicanconf.py", content, output, Edition(edition), NOW, cache=tmp_path / "cache")
    _same(Live(order).pages(()), site.files)
    assert not output.exists()


def test_serves_drafts_as_a_build_writes_them(office: Office, tmp_path: Path) -> None:
    """The same of drafts, in both languages."""
    office.speak_english()
    draft = office.content / "gazette/2004/2004-12-20.md"
    draft.write_text("---\nseries: gazette\nsigned: 2004-12-20\n---\n\n" + _DRAFTED, encoding="utf-8")
    order = order_of(office, tmp_path, "internal", drafts=True)
    files = built(order, tmp_path)
    assert "未曾签发的一条".encode() in b"".join(files.values())
    _same(Live(order).pages(()), files)
    assert not order.output.exists()


def _body(office: Office) -> Path:
    """Say something again in words that the search knows: a new one would change its files, and so the plan."""
    file = office.root / ISSUE
    file.write_text(file.read_text(encoding="utf-8") + f"\n{_MORE}\n", encoding="utf-8")
    return file


def _title(office: Office) -> Path:
    office.change(ISSUE, r"(?m)\A((?:.*\n)*?)## .*$", r"\1## 换了一个标题")
    return office.root / ISSUE


def _template(office: Office) -> Path:
    path = "theme/templates/base.html"
    office.change(path, "</body>", "<p>模板改过了</p></body>")
    return office.root / path


def _words(office: Office) -> Path:
    path = "theme/translations/zh_CN/LC_MESSAGES/theme.po"
    office.change(path, '(?m)^msgid "Home"\nmsgstr ".*"$', 'msgid "Home"\nmsgstr "头一页"')
    return office.root / path


def _style(office: Office) -> Path:
    path = "theme/static/css/main.css"
    (office.root / path).write_text("p { color: red }\n", encoding="utf-8")
    return office.root / path


def _settings(office: Office) -> Path:
    path = office.root / "pelicanconf.py"
    path.write_text(path.read_text(encoding="utf-8") + '\nJINJA_ENVIRONMENT["trim_blocks"] = False\n', encoding="utf-8")
    return path


def _languages(office: Office) -> Path:
    office.speak_english()
    return office.content / "data/site.yaml"


@pytest.mark.parametrize(
    ("change", "sort", "anew"),
    [
        (_body, Change.TEXT, False),
        (_title, Change.TEXT, True),
        (_template, Change.THEME, False),
        (_words, Change.WORDS, True),
        (_style, Change.THEME, False),
        (_settings, Change.SETTINGS, True),
        (_languages, Change.TEXT, True),
    ],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_after_a_change(
    office: Office, tmp_path: Path, change: Callable[[Office], Path], sort: Change, *, anew: bool
) -> None:
    """Everything served is as a build of the changed tree writes it; the whole is planned only where it has to be."""
    order = order_of(office, tmp_path)
    live = Live(order)
    before = live.pages(())
    planned, page = live.planned, before.get(PAGE)
    path = change(office)
    assert live.sort_of(path) is sort
    pages = live.pages([path])
    assert (live.planned is not planned) is anew
    files = built(order, tmp_path)
    assert served(pages, files) == files
    assert (pages.get(PAGE) != page) is (change is not _style)


def test_two_shortcuts_follow_each_other(office: Office, tmp_path: Path) -> None:
    """Pages stay true when bodies change one after the other, and when another command has read a new text first."""
    order = order_of(office, tmp_path)
    live = Live(order)
    live.pages(())
    planned = live.planned
    live.pages([_body(office)])
    pages = live.pages([_body(office)])
    assert live.planned is planned
    file = _title(office)
    Live(order).pages(())  # reads the new title into the cache both share
    pages = live.pages([file])
    files = built(order, tmp_path)
    assert served(pages, files) == files


def test_faults(office: Office, tmp_path: Path) -> None:
    """A fault in the content is told as `inv build` does, one in a template with its line; mended, both are gone."""
    live = Live(order_of(office, tmp_path))
    page = live.pages(()).get(PAGE)
    office.change(ISSUE, r"\nnumber: 1\n", "\nnumber: three\n")
    with pytest.raises(FaultyError, match=r"2004-11-05\.md:5:9 FIELD-NUMBER"):
        live.pages([office.root / ISSUE])
    office.change(ISSUE, r"\nnumber: three\n", "\nnumber: 1\n")
    assert live.pages([office.root / ISSUE]).get(PAGE) == page

    template = "theme/templates/base.html"
    office.change(template, "</body>", "{{ nothing.of_this }}</body>")
    pages = live.pages([office.root / template])
    with pytest.raises(Exception, match="nothing") as raised:
        pages.get(PAGE)
    assert "base.html:" in fault_of(raised.value)
    assert "UndefinedError" in fault_of(raised.value)
    office.change(template, r"{{ nothing.of_this }}", "{% if %}")
    with pytest.raises(Exception, match="Expected an expression") as raised:
        live.pages([office.root / template]).get(PAGE)
    assert "base.html:" in fault_of(raised.value)
    office.change(template, r"{% if %}", "")
    assert live.pages([office.root / template]).get(PAGE) == page
