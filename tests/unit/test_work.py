"""What a build has to make: what is not as it was when the output was made, and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Final, cast

import pytest
from jinja2 import DictLoader, Environment

import bulletin_build.work
from bulletin_build.made import Made, Tree
from bulletin_build.page_digests import TemplateDigests
from bulletin_build.work import Work, work_of
from bulletin_gate.embargo import Window
from bulletin_portal.generator import Planned
from bulletin_portal.pages import Copy, Document, Group, Page, Plan
from bulletin_portal.summary import Summary
from bulletin_source.shards import digest
from tests.unit.making import an_issue

_SUMMARY: Final = Summary(issues=1, items=1, problems=0, pages=2, feeds=1, drafts_out=0, issues_out=0, items_out=0)
_TREE: Final = Tree({}, b"", (), Window(), _SUMMARY, ())
_THEME: Final = {"list.html": "{% include 'foot.html' %}", "foot.html": "", "issue.html": "", "item.html": ""}


def _page(address: str, **inputs: object) -> Page:
    return Page(address, "list.html", "题", "", inputs)


def _group(number: str, *addresses: str, key: bytes = b"") -> Group:
    return Group(an_issue(number), key, addresses, ("issue.html", "item.html"), lambda: iter(()))


def _document(path: str, data: bytes, mark: bytes | None = None) -> Document:
    return Document(path, partial(bytes, data), mark=None if mark is None else partial(bytes, mark))


def a_plan() -> Plan:
    """Return a plan with something of every sort."""
    return Plan(
        [_page("", items=(1,)), _page("a/", items=(2,))],
        [_group("1", "g/1/", "g/1/1/"), _group("2", "g/2/")],
        [Copy("media/a.png", "media/a.png")],
        [_document("robots.txt", b"x"), _document("feeds/all.rss", b"x", b"m")],
    )


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with the file that is copied, which nobody has changed for a while."""
    monkeypatch.setattr(bulletin_build.work, "is_settled", lambda _stamp, _now: True)
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a.png").write_bytes(b"x")
    return tmp_path


def _work(plan: Plan, content: Path, before: Made | None, theme: dict[str, str], base: bytes = b"base") -> Work:
    context = SimpleNamespace(marks=defaultdict(bytes))
    planned = cast("Planned", SimpleNamespace(plan=plan, context=context))
    shapes = TemplateDigests(Environment(loader=DictLoader(theme), autoescape=True))
    return work_of(planned, base, _TREE, shapes=shapes, content=content, before=before)


def _nothing(_plan: Plan) -> None:
    pass


def _show_more(plan: Plan) -> None:
    plan.pages[1] = _page("a/", items=(2, 3))


def _add_page(plan: Plan) -> None:
    plan.pages.append(_page("b/"))


def _drop_page(plan: Plan) -> None:
    plan.pages.pop()


def _move_page(plan: Plan) -> None:
    plan.pages[1] = _page("b/", items=(2,))


def _touch_group(plan: Plan) -> None:
    plan.groups[0] = replace(plan.groups[0], key=b"other")


def _drop_item(plan: Plan) -> None:
    plan.groups[0] = replace(plan.groups[0], key=b"other", addresses=("g/1/",))


def _drop_group(plan: Plan) -> None:
    plan.groups.pop(0)


def _reword_document(plan: Plan) -> None:
    plan.documents[0] = _document("robots.txt", b"y")


def _mark_document(plan: Plan) -> None:
    plan.documents[1] = _document("feeds/all.rss", b"x", b"n")


def _drop_document(plan: Plan) -> None:
    plan.documents.pop()


def _page_to_document(plan: Plan) -> None:
    plan.pages.pop()
    plan.documents.append(_document("a/index.html", b"moved"))


def _item_to_page(plan: Plan) -> None:
    _drop_item(plan)
    plan.pages.append(_page("g/1/1/"))


def _clean_copy(plan: Plan) -> None:
    plan.copies[0] = replace(plan.copies[0], clean=True)


def _drop_copy(plan: Plan) -> None:
    plan.copies.pop()


@pytest.mark.parametrize(
    ("change", "made", "removed"),
    [
        pytest.param(_nothing, [], [], id="nothing"),
        pytest.param(_show_more, ["a/index.html"], [], id="a-page-shows-more"),
        pytest.param(_add_page, ["b/index.html"], [], id="a-new-page"),
        pytest.param(_drop_page, [], ["a/index.html"], id="a-page-less"),
        pytest.param(_move_page, ["b/index.html"], ["a/index.html"], id="a-page-elsewhere"),
        pytest.param(_touch_group, ["g/1/1/index.html", "g/1/index.html"], [], id="an-issue"),
        pytest.param(_drop_item, ["g/1/index.html"], ["g/1/1/index.html"], id="an-item-less"),
        pytest.param(_drop_group, [], ["g/1/1/index.html", "g/1/index.html"], id="an-issue-less"),
        pytest.param(_reword_document, ["robots.txt"], [], id="other-bytes-of-a-document-without-a-mark"),
        pytest.param(_mark_document, ["feeds/all.rss"], [], id="another-mark"),
        pytest.param(_drop_document, [], ["feeds/all.rss"], id="a-document-less"),
        pytest.param(_page_to_document, ["a/index.html"], [], id="a-document-in-place-of-a-page"),
        pytest.param(_item_to_page, ["g/1/1/index.html", "g/1/index.html"], [], id="a-page-in-place-of-an-items"),
        pytest.param(_clean_copy, ["media/a.png"], [], id="a-copy-made-otherwise"),
        pytest.param(_drop_copy, [], ["media/a.png"], id="a-copy-less"),
    ],
)
def test_what_changed_is_made(
    content: Path, change: Callable[[Plan], None], made: list[str], removed: list[str]
) -> None:
    """Only what is not as it was is made; what no part of the plan writes any more is taken away."""
    stands = _work(a_plan(), content, None, _THEME).made
    plan = a_plan()
    change(plan)
    work = _work(plan, content, stands, _THEME)
    assert sorted(work.paths()) == made
    assert sorted(work.removed) == removed
    assert sorted(work.made.paths()) == sorted(plan.paths())


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("list.html", ["a/index.html", "index.html"]),
        ("foot.html", ["a/index.html", "index.html"]),
        ("item.html", ["g/1/1/index.html", "g/1/index.html", "g/2/index.html"]),
    ],
)
def test_pages_of_a_template_that_changed(content: Path, name: str, made: list[str]) -> None:
    """Pages are made anew whose template, or any behind it, is another."""
    stands = _work(a_plan(), content, None, _THEME).made
    assert sorted(_work(a_plan(), content, stands, _THEME | {name: "another"}).paths()) == made


def test_templates_are_known_from_what_stands(content: Path) -> None:
    """What was worked out of templates is remembered, so that of the very same theme none is read again."""
    stands = _work(a_plan(), content, None, _THEME).made
    unread = TemplateDigests(Environment(loader=DictLoader({}), autoescape=True), stands.tree.shapes)
    read = TemplateDigests(Environment(loader=DictLoader(_THEME), autoescape=True))
    assert stands.tree.shapes == {names: read.of(*names) for names in [("list.html",), ("issue.html", "item.html")]}
    assert unread.of("issue.html", "item.html") == read.of("issue.html", "item.html")


@pytest.mark.parametrize("base", [None, b"another"], ids=["nothing-stands", "made-by-another-program"])
def test_everything_is_made(content: Path, base: bytes | None) -> None:
    """Where nothing stands, or all of it under another program, everything is made and nothing taken away."""
    before = None if base is None else _work(a_plan(), content, None, _THEME, base).made
    work = _work(a_plan(), content, before, _THEME)
    assert sorted(work.paths()) == sorted(a_plan().paths())
    assert (work.removed, work.before) == ((), None)


def test_a_file_that_may_have_changed_is_copied(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose stamp proves nothing is copied again, and one with another stamp."""
    stands = _work(a_plan(), content, None, _THEME).made
    (content / "media" / "a.png").write_bytes(b"longer")
    assert _work(a_plan(), content, stands, _THEME).paths() == {"media/a.png"}
    monkeypatch.setattr(bulletin_build.work, "is_settled", lambda _stamp, _now: False)
    unsure = _work(a_plan(), content, None, _THEME).made
    assert unsure.copies == {"media/a.png": b""}
    assert _work(a_plan(), content, unsure, _THEME).paths() == {"media/a.png"}


def test_a_document_without_a_mark_is_made_once(content: Path) -> None:
    """Its bytes are its mark, and what is written are those that were looked at."""
    times: list[bytes] = []

    def make() -> bytes:
        times.append(b"x")
        return b"x"

    plan = Plan([], [], [], [Document("a.txt", make)])
    work = _work(plan, content, None, _THEME)
    assert work.documents[0].make() == b"x"
    assert work.made.documents["a.txt"].mark == digest(b"x")
    assert len(times) == 1
