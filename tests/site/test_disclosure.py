"""Nothing that an edition may not show stands anywhere in its output; expectations come from the source alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bulletin_build.plugin
from bulletin.kinds import Edition
from bulletin_build.running import Order, run
from bulletin_portal.summary import Summary
from tests.site.office import REPOSITORY, Office
from tests.site.output import Site, tree_of
from tests.site.source import Issue, Item, Shown, Source, runs

_MEDIA = re.compile(r"\]\((?:\.\./)*(media/[^\s)]+)")
_LENGTH = 16
_DRAFT = """---
series: gazette
signed: 2005-06-01
editor: 草稿编辑组甲乙丙
note: 草稿按语独此一处不应出现在任何版本之中
---

## 草稿标题独此一处不应出现

```item
unit: 柳泊镇
topic: 卫生健康
kind: general
```

草稿正文独此一处不应出现在公开版也不应出现在内部版的任何文件里。
"""


def _withheld(source: Source, edition: str) -> Iterator[tuple[Issue, Item]]:
    """Yield every item of a numbered issue that an edition may not show."""
    shown = {(one.issue.path, item.n) for one in source.shown(edition) for item in one.items}
    for issue in source.issues:
        for item in issue.items:
            if (issue.path, item.n) not in shown:
                yield issue, item


def _on_request(source: Source) -> list[tuple[Issue, Item]]:
    """Return the items that the public may apply for."""
    ways = ("public", "on-request", "internal")
    found = []
    for issue in source.issues:
        for item in issue.items:
            own = item.fields.get("disclosure", "internal" if item.kind == "problem" or item.unsure else "public")
            if max(own, issue.disclosure, key=ways.index) == "on-request":
                found.append((issue, item))
    return found


def _own_words(issue: Issue, item: Item) -> str:
    """Return what would betray an item: its text, and the corrections made to it."""
    about = [one for one in issue.fields.get("corrections", ()) if one.get("item") == str(item.n)]
    return "\n".join([item.body, *(value for one in about for value in one.values())])


def _words_of_issue(issue: Issue) -> str:
    return "\n".join(str(issue.fields.get(name, "")) for name in ("title", "note"))


def _open_words(source: Source, shown: list[Shown]) -> str:
    """Return everything that an edition may say, so that a phrase which it says anyway is no leak."""
    texts = [text for one in shown for item in one.items for text in (item.title, _own_words(one.issue, item))]
    texts += [_words_of_issue(one.issue) + str(one.issue.fields.get("withdrawn")) for one in shown]
    texts += [path.read_text(encoding="utf-8") for name in ("pages", "data") for path in (source.root / name).iterdir()]
    return "\n".join(texts)


@pytest.fixture
def text(site: Site) -> str:
    """Return every byte of an edition as text, names of files included."""
    return "\n".join(f"{path}\n{data.decode(errors='replace')}" for path, data in site.files.items())


def test_the_sample_withholds_something(source: Source) -> None:
    """The sample has issues and single items that are withheld from the public, so that the tests below bite."""
    assert {one.issue.path for one in source.shown("internal")} > {one.issue.path for one in source.shown("public")}
    public = {one.issue.path for one in source.shown("public")}
    assert any(issue.path in public and "withdrawn" not in issue.fields for issue, _ in _withheld(source, "public"))


def test_no_title_of_a_withheld_item(source: Source, edition: str, text: str) -> None:
    """No file holds the title of an item or issue that is withheld."""
    spoken = _open_words(source, source.shown(edition))
    asked_for = {item.title for _, item in _on_request(source)} if edition == "public" else set()
    titles = {item.title for _, item in _withheld(source, edition)} - asked_for
    assert [title for title in titles if title in text and title not in spoken] == []


def test_no_run_of_a_withheld_text(source: Source, edition: str, text: str) -> None:
    """No file holds sixteen characters in a row of a withheld text that the edition does not say elsewhere."""
    shown = source.shown(edition)
    addressed = {one.issue.path for one in shown if one.items}
    hidden = [(_own_words(issue, item), issue) for issue, item in _withheld(source, edition)]
    words = [text for text, _ in hidden] + [_words_of_issue(one) for _, one in hidden if one.path not in addressed]
    secret = {run for text in words for run in runs(text, _LENGTH)}
    secret -= set(runs(_open_words(source, shown), _LENGTH))
    assert secret
    assert sorted(secret.intersection(runs(text, _LENGTH))) == []


def test_no_address_of_a_withheld_issue(source: Source, public: Site) -> None:
    """No file stands at, and none names, the address of an issue the public may not see."""
    shown = {one.issue.address for one in source.shown("public")}
    gone = [issue.address for issue in source.issues if issue.address not in shown]
    assert gone
    text = "\n".join(data.decode(errors="replace") for data in public.files.values())
    assert [one for one in gone if one in text and re.search(rf"(?<![\w-]){re.escape(one)}", text)] == []
    assert [path for path in public.files if path.startswith(tuple(gone))] == []


def test_no_address_of_a_withheld_item(source: Source, public: Site) -> None:
    """The items shown of an issue are numbered on, whatever stands between them, and no address goes beyond them."""
    text = "\n".join(data.decode(errors="replace") for data in public.files.values())
    for one in source.shown("public"):
        public_items = sum(map(one.issue.is_public, one.issue.items))
        for address in (f"{one.issue.address}{n}" for n in range(public_items + 1, len(one.issue.items) + 1)):
            assert not public.has(f"{address}/")
            if address in text:  # much sooner said
                assert not re.search(rf"(?<![\w-]){re.escape(address)}(?!\d)", text), address


def test_media_of_shown_items_alone(source: Source, site: Site, edition: str) -> None:
    """An edition holds the media that its texts use, and no others."""
    bodies = [item.body for one in source.shown(edition) for item in one.items]
    bodies += [path.read_text(encoding="utf-8") for path in (source.root / "pages").iterdir()]
    used = {path for body in bodies for path in _MEDIA.findall(body)}
    assert {path for path in site.files if path.startswith("media/")} == used


def test_internal_edition_shows_what_the_public_does_not(source: Source, internal: Site) -> None:
    """What the public edition withholds stands in the internal one, marked, unless it was withdrawn."""
    marked = 0
    for issue, item in _withheld(source, "public"):
        if "withdrawn" not in issue.fields:
            page = internal.pages[issue.address]
            assert item.title in page.said("section.item > h2")
            marked += len(page.select(".badge-internal"))
    assert marked


def test_every_internal_page_says_so(public: Site, internal: Site) -> None:
    """Each page of the internal edition bids robots stay away and tells readers not to pass it on; no public one."""
    assert [one for one in internal.pages.values() if not one.select("meta[name=robots][content*=noindex]")] == []
    assert [one for one in internal.pages.values() if not one.select(".strip-internal")] == []
    assert [one for one in public.pages.values() if one.select("meta[name=robots], .strip-internal")] == []


def test_no_source_file_is_published(source: Source, site: Site) -> None:
    """No file of the content tree but media is in the output, no hidden file is, and no issue's source is named."""
    sources = {path.relative_to(source.root).as_posix() for path in source.root.rglob("*") if path.is_file()}
    assert {path for path in sources.intersection(site.files) if not path.startswith("media/")} == set()
    assert [path for path in site.files if path.endswith((".md", ".po", ".yaml")) or "/." in f"/{path}"] == []
    names = [issue.path for issue in source.issues]
    assert [name for name in names if any(name.encode() in data for data in site.files.values())] == []


def _build(office: Office, edition: str, output: Path, monkeypatch: pytest.MonkeyPatch) -> Summary:
    monkeypatch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
    return run(Order(REPOSITORY / "pelicanconf.py", office.content, output, Edition(edition)))


def _draw(office: Office) -> str:
    """Add a picture of its own to the tree and return the line that shows it."""
    picture = office.content / "media/gazette/2004/secret.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>\n', encoding="utf-8")
    return "\n![示意图](../../media/gazette/2004/secret.svg)\n"


def test_draft_is_in_no_edition(
    office: Office, site: Site, edition: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An issue without a number, however well filled in and drawn, changes not one byte of either edition."""
    office.speak_english()
    (office.content / "gazette/2005/2005-06-01.md").write_text(_DRAFT + _draw(office), encoding="utf-8")
    assert _build(office, edition, tmp_path / "output", monkeypatch).drafts_out == 1
    assert tree_of(tmp_path / "output") == site.files


def test_what_belongs_to_a_withheld_text(
    office: Office, source: Source, public: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture in a withheld issue and a correction to a withheld item change not one byte of the public edition."""
    office.speak_english()
    shown = {one.issue.path for one in source.shown("public") if one.items}
    issue = next(issue for issue in source.issues if not any(map(issue.is_public, issue.items)))
    with (office.content / issue.path).open("a", encoding="utf-8") as file:
        file.write(_draw(office))
    issue, item = next(one for one in _withheld(source, "public") if one[0].path in shown)
    correction = f"corrections:\n  - {{date: 2005-05-01, level: major, item: {item.n}, note: 密不可宣的更正说明}}\n"
    office.change(f"content/{issue.path}", r"\A---\n", f"---\n{correction}")
    _build(office, "public", tmp_path / "public", monkeypatch)
    assert tree_of(tmp_path / "public") == public.files
    _build(office, "internal", tmp_path / "internal", monkeypatch)
    internal = tree_of(tmp_path / "internal")
    assert "media/gazette/2004/secret.svg" in internal
    assert "密不可宣的更正说明" in internal["corrections/index.html"].decode()


def test_on_request_by_title_only(source: Source, public: Site, internal: Site) -> None:
    """What is disclosed on request stands on a page of its own: title, issue, day and unit; the footer leads there."""
    page = public.pages["on-request/"]
    rows = [[one.text_content() for one in row.cssselect("td")] for row in page.select("tbody tr")]
    units = {name: one["name"] for one in source.data("units") for name in (one["id"], one["name"], one.get("short"))}
    expected = [
        [issue.row["signed"], item.title, issue.title + issue.number_label, "、".join(units[one] for one in item.units)]
        for issue, item in _on_request(source)
    ]
    assert sorted(rows) == sorted(expected)
    assert rows
    assert source.site["on_request"] in page.text
    assert "on-request/" in {public.link(page, link) for link in page.select(".footer-links a")}
    assert "on-request/" not in internal.pages


def test_on_request_nowhere_else(source: Source, public: Site) -> None:
    """No page but that of items on request names one: no listing, no feed, no count."""
    for issue, item in _on_request(source):
        named = {path for path, data in public.files.items() if item.title.encode() in data}
        assert named == {"on-request/index.html", "en/on-request/index.html"}
        assert not public.has(issue.address)


def test_no_page_without_items_on_request(
    office: Office, source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing is disclosed on request there is no such page, and no link to it."""
    for path in {issue.path for issue, _ in _on_request(source)}:
        office.change(f"content/{path}", "on-request|依申请公开", "internal")
    _build(office, "public", tmp_path / "public", monkeypatch)
    assert [
        path for path, data in tree_of(tmp_path / "public").items() if b"on-request" in data or "on-request" in path
    ] == []


def test_reviews_are_the_office_s_own(small_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The internal edition shows who reviewed an issue and when; the public one does not change by a byte."""
    office, before, after = small_office, tmp_path / "before", tmp_path / "after"
    _build(office, "public", before, monkeypatch)
    record = "review:\n  - {step: first, role: 信息科审核岗, date: 2004-01-05}\n"
    office.change("content/gazette/2004/2004-11-05.md", r"\A---\n", f"---\n{record}")
    _build(office, "public", after, monkeypatch)
    assert tree_of(after) == tree_of(before)
    _build(office, "internal", tmp_path / "internal", monkeypatch)
    page = (tmp_path / "internal/gazette/2004/1/index.html").read_text(encoding="utf-8")
    assert re.search("审核记录.*2004年1月5日.*初审 信息科审核岗", page, re.DOTALL)


def test_counts_where_the_office_tells_them(
    office: Office, source: Source, public: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The statistics tell how many items are left out only where site.yaml says that counts are public."""
    assert not any("条未公开" in page.text for page in public.pages.values())
    office.change("content/data/site.yaml", r"\Z", "counts_public: true\n")
    _build(office, "public", tmp_path / "public", monkeypatch)
    hidden = [issue for issue, _ in _withheld(source, "public") if "withdrawn" not in issue.fields]
    for place, number in {"": len(hidden), "2004/": sum(issue.row["year"] == "2004" for issue in hidden)}.items():
        text = (tmp_path / f"public/statistics/{place}index.html").read_text(encoding="utf-8")
        assert f"另有{number}条未公开。" in text
