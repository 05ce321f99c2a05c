"""Ids of feeds from one release to the next: each stands for what it stood for, with the date it had."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin_build.releases.folder import Folder
from bulletin_build.releases.guards.feed_identity import check_feed_identity
from bulletin_build.releases.guards.feeds import check_feeds
from tests.unit.release_tree import BASE, files, write

ID = "tag:portal.example,2004:issues/"
MOVED = "https://elsewhere.example/sub/"
ENTRY = (
    "<entry><id>{id}{n}</id><title>第{n}期</title><published>2005-03-{n:02}T16:45:00+08:00</published>"
    '<updated>2005-03-25T16:45:00+08:00</updated><link rel="alternate" href="{base}issues/{n}/{item}"/></entry>\n'
)


def atom(*numbers: int, item: str = "") -> str:
    """Return an Atom feed of some issues."""
    entries = "".join(ENTRY.format(n=n, base=BASE, id=ID, item=item) for n in numbers)
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:portal.example,2004:feeds/all</id><title>普刊</title>'
        f"<updated>2005-03-25T16:45:00+08:00</updated><author><name>办公室</name></author>\n{entries}</feed>\n"
    )


def release(root: Path, **feeds: str) -> Folder:
    """Write a release with some feeds."""
    base = MOVED if any(MOVED in text for text in feeds.values()) else BASE
    made = {path: text.replace(BASE, base) for path, text in files().items() if "feeds/" not in path}
    return Folder.at(write(root, made | {f"feeds/{name.replace('_', '/')}.atom": text for name, text in feeds.items()}))


@pytest.fixture
def told(tmp_path: Path) -> Callable[[dict[str, str], dict[str, str]], list[str]]:
    """Return what the guard says of a release, given the feeds of the one before and its own."""

    def found(before: dict[str, str], after: dict[str, str]) -> list[str]:
        served = release(tmp_path / "before", **before)
        return [one.told(str, "") for one in check_feed_identity(release(tmp_path / "after", **after), served)]

    return found


Told = Callable[[dict[str, str], dict[str, str]], list[str]]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"all": atom(2, 1)}, {"all": atom(2, 1)}, id="same"),
        pytest.param({"all": atom(2, 1)}, {"all": atom(3, 2)}, id="newer-ones"),
        pytest.param({"all": atom(2, 1)}, {"all": atom(2)}, id="withdrawn"),
        pytest.param({"all": atom(2, 1)}, {"all": atom(2), "all_2004": atom(1)}, id="into-an-archive"),
        pytest.param({"all": atom(2), "all_2004": atom(1)}, {"all": atom(2)}, id="archive-gone"),
        pytest.param({"all": atom(1)}, {"all": atom(1).replace("第1期", "第一期")}, id="other-title"),
        pytest.param({"all": atom(1)}, {"all": atom(1).replace("-25T", "-26T")}, id="corrected"),
        pytest.param({"all": atom(1)}, {"all": atom(1).replace(BASE, MOVED)}, id="site-moved"),
        pytest.param({"all": atom(1)}, {"all": atom(1, item="1/")}, id="no-longer-alone"),
        pytest.param({"all": "<feed"}, {"all": atom(1)}, id="broken-before"),
    ],
)
def test_what_may_change(told: Told, before: dict[str, str], after: dict[str, str]) -> None:
    """Entries come and go, texts are corrected, sites move: no id changes its meaning by that."""
    assert told(before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            {"all": atom(2, 1)},
            {"all": atom(2, 1).replace("-01T16:45", "-03T09:00")},
            f"feeds/all.atom: {ID}1 was published 2005-03-01T16:45:00+08:00 and is dated 2005-03-03T09:00:00+08:00 now",
            id="other-date",
        ),
        pytest.param(
            {"all": atom(12, 1)},
            {"all": atom(12, 1).replace(f"{ID}1<", f"{ID}0<").replace(f"{ID}12<", f"{ID}1<")},
            f"feeds/all.atom: {ID}1 stood for issues/1/ and stands for issues/12/ now",
            id="used-again",
        ),
        pytest.param(
            {"all": atom(1)},
            {"all": atom(2), "all_2004": atom(1).replace("-01T16:45", "-03T09:00")},
            "feeds/all/2004.atom: ",
            id="in-another-document",
        ),
        pytest.param(
            {"all": atom(1)},
            {"all": atom(1).replace(":feeds/all", ":feeds/every").replace(ID, ID + "x")},
            "the feed was tag:portal.example,2004:feeds/all and is tag:portal.example,2004:feeds/every now",
            id="other-feed",
        ),
        pytest.param(
            {"all": atom(2)},
            {"all": atom(2), "all_2004": atom(3), "all_2005": atom(3).replace("-03T16:45", "-04T09:00")},
            f"{ID}3 was published",
            id="two-meanings-in-one-release",
        ),
    ],
)
def test_what_may_not_change(told: Told, before: dict[str, str], after: dict[str, str], expected: str) -> None:
    """An id that stands for something else, or has another date, is refused and named."""
    found = told(before, after)
    assert expected in found[0]
    assert "{" not in "".join(found)


def test_the_first_release_has_nothing_to_keep(tmp_path: Path) -> None:
    """Where nothing is served, every id is new."""
    assert list(check_feed_identity(release(tmp_path, all=atom(1)), None)) == []


JSON = (
    '{{"version": "https://jsonfeed.org/version/1.1", "title": "普刊", "home_page_url": "{base}", '
    '"feed_url": "{base}feeds/all.json", "items": [{items}]}}'
)


def _json(*ids: int, page: int = 1) -> str:
    items = ", ".join(f'{{"id": "{ID}{n}", "url": "{BASE}issues/{page}/", "content_html": "<p>"}}' for n in ids)
    return JSON.format(base=BASE, items=items)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(_json(1, 2), "", id="sound"),
        pytest.param(_json(1, 1), "two entries have the id", id="id-twice"),
        pytest.param(_json(1, page=99), "leads to nothing", id="dead-link"),
        pytest.param(_json(1)[:-1], "is no JSON feed", id="cut-off"),
        pytest.param(_json(1).replace('"id"', '"guid"'), "is no JSON feed", id="no-id"),
        pytest.param("[]", "is no JSON feed", id="list"),
    ],
)
def test_json_feeds(text: str, expected: str, tmp_path: Path) -> None:
    """A JSON Feed says what it is, names each entry once, and leads to pages that are there."""
    root = write(tmp_path, files() | {"feeds/all.json": text})
    found = [one.told(str, "") for one in check_feeds(Folder.at(root), None)]
    assert (expected in " ".join(found)) if expected else found == []
