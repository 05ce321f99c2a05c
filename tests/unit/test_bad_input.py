"""Bad input: each fault is one diagnostic at its place, all faults come in one run, and nothing is ever raised."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.codes import Severity
from bulletin.diagnostics import has_errors
from bulletin_portal.loading import load, load_reference
from tests.conftest import SAMPLES
from tests.unit.making import shown

Spoil = Callable[[Path], object]

# Lines 4 and 5 are where a draft and a signed issue differ; all the others stand at the same place in both.
TEXT = """\
---
series: gazette
signed: 2004-12-03
{line_4}
{line_5}
---

## 柳泊镇冬修水利完工

```item
unit: 柳泊镇
topic: 农业农村
kind: general
```

干渠12公里全部修通。

见[进度表](../../media/gazette/2004/progress.csv)。
"""
DRAFT = TEXT.format(line_4="editor: 信息科", line_5="note: 按语。")
SIGNED = TEXT.format(line_4="published: 2004-12-03 09:30", line_5="number: 3")
LEDGER_LINE = "2004,3,435,regular,issued,2004-12-03,2004-12-03 09:30,{path},\n"
WITHDRAWN = "2004,3,435,regular,withdrawn,2004-12-10,2004-12-10 09:00,gazette/2004/gone.md,\n"
ITEM_BLOCK = "```item\nunit: 柳泊镇\ntopic: 农业农村\nkind: general\n```\n"
PROGRESS = "[进度表](../../media/gazette/2004/progress.csv)"

# What is written instead of what in an issue, and where the one diagnostic is. A character \udcXX is the byte XX.
FAULTS = {
    "missing-date": ("signed: 2004-12-03\n", "", "2:1 FIELD-MISSING"),
    "unreadable-date": ("signed: 2004-12-03", "signed: 12月3日", "3:9 FIELD-DATE"),
    "impossible-date": ("signed: 2004-12-03", "signed: 2004-02-30", "3:9 FIELD-DATE"),
    "unknown-series": ("series: gazette", "series: gazete", "2:9 SERIES-UNKNOWN"),
    "unknown-unit": ("unit: 柳泊镇", "unit: 刘泊镇", "11:7 UNIT-UNKNOWN"),
    "unknown-topic": ("topic: 农业农村", "topic: 渔业", "12:8 TOPIC-UNKNOWN"),
    "unknown-kind": ("kind: general", "kind: 要闻", "13:7 FIELD-VALUE"),
    "broken-front-matter": ("series: gazette", "series: [gazette", "2:9 YAML-SYNTAX"),
    "broken-block": ("topic: 农业农村", "topic: 农业: 农村", "12:10 YAML-SYNTAX"),
    "letter-for-digit": ("signed: 2004-12-03", "signed: 2OO4-12-03", "3:9 FIELD-LOOKALIKE"),
    "tab": ("topic: 农业农村", "\ttopic: 农业农村", "12:1 YAML-TAB"),
    "front-matter-open": ("\n---\n\n##", "\n\n\n##", "1:1 YAML-OPEN"),
    "no-front-matter": ("---\nseries", "series", "1:1 YAML-NONE"),
    "unknown-field": ("topic: 农业农村", "topc: 农业农村", "12:1 FIELD-UNKNOWN"),
    "duplicate-field": ("kind: general", "unit: 柳泊镇", "13:1 YAML-DUPLICATE"),
    "duplicate-field-in-chinese": ("kind: general", "单位: 柳泊镇", "13:1 YAML-DUPLICATE"),
    "heading-without-text": ("## 柳泊镇冬修水利完工", "##", "8:1 HEADING-EMPTY"),
    "no-heading": ("## 柳泊镇冬修水利完工\n", "", "7:1 ITEM-NONE"),
    "text-before-heading": ("\n## ", "迷路的一行。\n\n## ", "7:1 ITEM-STRAY"),
    "no-text": (f"干渠12公里全部修通。\n\n见{PROGRESS}。\n", "", "8:1 ITEM-EMPTY"),
    "block-above-heading": ("\n## ", f"\n{ITEM_BLOCK}\n## ", "8:1 ITEM-BLOCK"),
    "block-below-text": (f"{ITEM_BLOCK}\n干渠12公里全部修通。\n", f"干渠修通。\n\n{ITEM_BLOCK}", "12:1 ITEM-BLOCK"),
    "block-twice": (ITEM_BLOCK, f"{ITEM_BLOCK}{ITEM_BLOCK}", "15:1 ITEM-BLOCK"),
    "block-not-closed": ("general\n```\n", "general\n", "10:1 ITEM-OPEN"),
    "block-not-closed-before-heading": (
        "general\n```\n",
        f"general\n\n修通。\n\n## 乙\n\n{ITEM_BLOCK}\n",
        "10:1 ITEM-OPEN",
    ),
    "script": ("干渠", "<script>alert(1)</script>干渠", "16:1 HTML-RAW"),
    "event-handler": ("干渠", "干渠<img src=x onerror=alert(1)>", "16:3 HTML-RAW"),
    "comment": ("干渠", "<!-- 待核 -->干渠", "16:1 HTML-RAW"),
    "control-character": ("干渠", "干\x0b渠", "16:2 FILE-CONTROL"),
    "zero-byte": ("干渠", "干渠\x00", "16:3 FILE-CONTROL"),
    "merge-conflict": ("干渠12", "<<<<<<< HEAD\n12\n=======\n13\n>>>>>>> other\n", "16:1 FILE-CONFLICT"),
    "not-utf-8": ("干渠", "干\udcc7\udcfe", "16:2 FILE-UTF8"),
    "picture-without-description": ("干渠", "![](../../media/gazette/2004/canal.svg)\n\n干渠", "16:1 IMAGE-ALT"),
    "link-to-missing-file": ("progress.csv", "progress.xlsx", "18:8 LINK-BROKEN"),
    "link-out-of-the-tree": ("../../media", "../../../media", "18:8 LINK-OUT"),
    "link-to-root": ("../../media", "/media", "18:8 LINK-OUT"),
    "javascript-link": ("../../media/gazette/2004/progress.csv", "javascript:alert(1)", "18:8 LINK-SCHEME"),
    "follows-unknown-item": ("kind: general", "follows: gazette/2003/9/1", "8:1 REF-UNKNOWN"),
    "follows-no-item": ("kind: general", "follows: 第1期", "13:10 FIELD-REFERENCE"),
}


def write(root: Path, path: str, text: str) -> None:
    """Write a file; surrogates stand for bytes that are not UTF-8."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text.encode("utf-8", "surrogateescape"))


def change(root: Path, path: str, old: str, new: str) -> None:
    """Replace what stands once in a file."""
    text = (root / path).read_text("utf-8")
    assert text.count(old) == 1
    write(root, path, text.replace(old, new))


def new_issue(text: str, path: str, old: str = "", new: str = "") -> Spoil:
    """Return what adds an issue to a tree, with something in it replaced."""
    assert text.count(old) == 1 or not old
    return lambda root: write(root, path, text.replace(old, new, 1) if old else text)


def edited(path: str, old: str, new: str) -> Spoil:
    """Return what edits a file of a tree."""
    return lambda root: change(root, path, old, new)


def appended(path: str, text: str) -> Spoil:
    """Return what adds to a file of a tree."""
    return lambda root: write(root, path, (root / path).read_text("utf-8") + text)


def without(path: str) -> Spoil:
    """Return what removes a file of a tree."""
    return lambda root: (root / path).unlink()


def with_link(path: str) -> Spoil:
    """Return what puts a symbolic link into a tree that leads out of it."""

    def spoil(root: Path) -> None:
        write(root.parent, "outside.md", DRAFT)
        (root / path).symlink_to(root.parent / "outside.md")

    return spoil


def with_drawing(content: str) -> Spoil:
    """Return what adds a drawing to a tree, in use."""

    def spoil(root: Path) -> None:
        write(root, "media/gazette/2004/active.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{content}</svg>')
        write(root, "gazette/2004/drawing.md", DRAFT.replace("progress.csv", "active.svg"))

    return spoil


# Faults of the tree as a whole, each to be strewn into one tree with all the others.
TREE_FAULTS: dict[str, tuple[Spoil, str]] = {
    "link-out": (with_link("gazette/2004/linked.md"), "gazette/2004/linked.md:0:0 FILE-LINK"),
    "chinese-file-name": (new_issue(DRAFT, "gazette/2004/第3期.md"), "gazette/2004/第3期.md:0:0 FILE-NAME"),
    "wrong-series-folder": (new_issue(DRAFT, "key-affairs/2004/a.md"), "key-affairs/2004/a.md:0:0 FILE-PLACE"),
    "wrong-year-folder": (new_issue(DRAFT, "gazette/2005/a.md"), "gazette/2005/a.md:0:0 FILE-PLACE"),
    "number-unknown-to-the-ledger": (
        new_issue(SIGNED, "gazette/2004/unknown.md", "number: 3", "number: 7"),
        "gazette/2004/unknown.md:5:9 NUM-UNKNOWN",
    ),
    "number-claimed-twice": (
        new_issue(SIGNED, "gazette/2004/twice.md", "number: 3", "number: 2"),
        "gazette/2004/twice.md:5:9 NUM-DUP",
    ),
    "published-before-signed": (
        new_issue(SIGNED, "gazette/2004/early.md", "published: 2004-12-03", "published: 2004-12-02"),
        "gazette/2004/early.md:4:12 DATE-ORDER",
    ),
    "number-without-publication-unknown-to-the-ledger": (
        new_issue(SIGNED, "gazette/2004/unpublished.md", "published: 2004-12-03 09:30", "editor: 信息科"),
        "gazette/2004/unpublished.md:5:9 NUM-UNKNOWN",
    ),
    "number-edited": (
        edited("gazette/2004/2004-11-19.md", "number: 2", "number: 5"),
        "gazette/2004/2004-11-19.md:5:9 NUM-IMMUTABLE",
    ),
    "gb18030": (
        lambda root: (root / "gazette/2004/gb.md").write_bytes(DRAFT.encode("gb18030")),
        "gazette/2004/gb.md:1:1 FILE-GB18030",
    ),
    "file-lost": (without("key-affairs/2004/2004-11-20.md"), "ledger/key-affairs.csv:2:1 NUM-LOST"),
    "active-drawing": (with_drawing("<script/>"), "media/gazette/2004/active.svg:0:0 MEDIA-ACTIVE"),
    "page-without-title": (edited("pages/about.md", "title: 关于本站", "title:"), "pages/about.md:2:7 FIELD-EMPTY"),
    "ledger-of-no-series": (new_issue("x", "ledger/gazete.csv"), "ledger/gazete.csv:0:0 LEDGER-SERIES"),
}

# Faults without which nothing else can be read.
GREAT_FAULTS: dict[str, tuple[Spoil, str]] = {
    **{
        f"no-{name}": (without(f"data/{name}.yaml"), f"data/{name}.yaml:0:0 TREE-MISSING")
        for name in ("site", "series", "units", "topics")
    },
    "data-conflict": (
        edited("data/units.yaml", "- {id: water", "<<<<<<< HEAD\n- {id: water"),
        "data/units.yaml:2:1 FILE-CONFLICT",
    ),
    "data-duplicate": (edited("data/units.yaml", "id: water", "id: liubo"), "data/units.yaml:2:8 ID-DUPLICATE"),
    "data-field": (
        edited("data/series.yaml", "  english: Gazette", "  englsh: Gazette"),
        "data/series.yaml:7:3 FIELD-UNKNOWN",
    ),
}

# Faults of a ledger, or where it and the issues differ.
LEDGER_FAULTS: dict[str, tuple[Spoil, str]] = {
    "ledger-row": (edited("ledger/gazette.csv", "2004,2,434", "2004,02,434"), "ledger/gazette.csv:3:6 LEDGER-ROW"),
    "ledger-head": (edited("ledger/gazette.csv", "year,number", "number,year"), "ledger/gazette.csv:1:1 LEDGER-HEAD"),
    "ledger-total": (edited("ledger/gazette.csv", "2004,2,434", "2004,2,435"), "ledger/gazette.csv:3:1 NUM-TOTAL"),
    "ledger-conflict": (
        edited("ledger/gazette.csv", "2004,2,434", "<<<<<<< HEAD\n2004,2,434"),
        "ledger/gazette.csv:3:1 LEDGER-CONFLICT",
    ),
    "ledger-torn": (
        appended("ledger/gazette.csv", "2004,3,435,regular,iss"),
        "ledger/gazette.csv:4:1 LEDGER-TORN",
    ),
    "ledger-column": (
        edited("ledger/gazette.csv", "2004-11-19.md,", "2004-11-19.md,,signer"),
        "ledger/gazette.csv:3:1 LEDGER-COLUMNS",
    ),
    "ledger-foreign-column": (
        edited("ledger/gazette.csv", "issue,note", "issue,signer,note"),
        "ledger/gazette.csv:1:54 LEDGER-HEAD",
    ),
    "ledger-windows-line": (
        edited("ledger/gazette.csv", "2004-11-05.md,\n", "2004-11-05.md,\r\n"),
        "ledger/gazette.csv:2:1 LEDGER-CRLF",
    ),
    "ledger-number-out-of-range": (
        edited("ledger/gazette.csv", "2004,2,434", "2004,200000,434"),
        "ledger/gazette.csv:3:6 LEDGER-ROW",
    ),
    "ledger-dates-backwards": (
        appended("ledger/gazette.csv", WITHDRAWN.replace("12-10", "11-12")),
        "ledger/gazette.csv:4:1 NUM-ORDER",
    ),
    "ledger-duplicate": (
        appended("ledger/gazette.csv", WITHDRAWN.replace("2004,3,435", "2004,2,435")),
        "ledger/gazette.csv:4:1 NUM-DUP",
    ),
    "file-renamed": (
        lambda root: (root / "gazette/2004/2004-11-19.md").rename(root / "gazette/2004/2004-11-20.md"),
        "ledger/gazette.csv:3:1 NUM-MOVED",
    ),
    "ledger-date": (
        edited("ledger/gazette.csv", "2004-11-19 09:05", "2004-11-19 09:06"),
        "gazette/2004/2004-11-19.md:5:9 NUM-DATE",
    ),
    "ledger-state": (
        edited("ledger/gazette.csv", "434,regular,issued", "434,regular,withdrawn"),
        "gazette/2004/2004-11-19.md:5:9 NUM-WITHDRAWN",
    ),
}


def check(root: Path) -> list[str]:
    """Load a tree; return its faults after seeing that each stops the build and says what is wrong and what to do."""
    loaded = load(root)
    assert (loaded.catalogue is None) == has_errors(loaded.diagnostics)
    for found in loaded.diagnostics:
        assert found.severity is Severity.ERROR
        assert "{" not in found.plain(str)
        assert "→" in found.plain(str)
    return shown(loaded.diagnostics)


def test_small_tree_is_sound(small_tree: Path) -> None:
    """The tree that is spoiled below has no fault."""
    loaded = load(small_tree)
    assert not loaded.diagnostics
    assert loaded.catalogue is not None
    assert [len(issue.items) for issue in loaded.catalogue.issues] == [2, 1, 2]


@pytest.mark.parametrize("text", [DRAFT, SIGNED], ids=["draft", "signed"])
def test_new_issue_is_sound(small_tree: Path, text: str) -> None:
    """The issue that is spoiled below has no fault."""
    add(small_tree, "new", text)
    assert check(small_tree) == []


def add(root: Path, name: str, text: str) -> str:
    """Add an issue to a tree, to the ledger too if it is signed; return its path."""
    path = f"gazette/2004/{name}.md"
    write(root, path, text)
    if "number: 3" in text:
        ledger = root / "ledger/gazette.csv"
        ledger.write_text(ledger.read_text("utf-8") + LEDGER_LINE.format(path=path), "utf-8")
    return path


@pytest.mark.parametrize("text", [DRAFT, SIGNED], ids=["draft", "signed"])
@pytest.mark.parametrize("name", FAULTS)
def test_fault_of_an_issue(small_tree: Path, name: str, text: str) -> None:
    """A fault of an issue, draft or signed, is exactly one diagnostic with its path, line, column and code."""
    old, new, place = FAULTS[name]
    assert text.count(old) == 1
    path = add(small_tree, name, text.replace(old, new))
    assert check(small_tree) == [f"{path}:{place}"]


@pytest.mark.parametrize("name", [*TREE_FAULTS, *GREAT_FAULTS, *LEDGER_FAULTS])
def test_fault_of_the_tree(small_tree: Path, name: str) -> None:
    """A fault of the tree, its data or a ledger is exactly one diagnostic."""
    spoil, place = (TREE_FAULTS | GREAT_FAULTS | LEDGER_FAULTS)[name]
    spoil(small_tree)
    assert check(small_tree) == [place]


def test_all_faults_in_one_run(small_tree: Path) -> None:
    """All faults strewn into one tree are reported in one run, each once, ordered by place."""
    expected = []
    for name, (old, new, place) in FAULTS.items():
        expected.append(f"{add(small_tree, name, DRAFT.replace(old, new))}:{place}")
    for spoil, place in TREE_FAULTS.values():
        spoil(small_tree)
        expected.append(place)
    found = check(small_tree)
    assert sorted(found) == sorted(expected)
    assert [line.partition(":")[0] for line in found] == sorted(line.partition(":")[0] for line in found)


def test_great_faults_in_one_run(small_tree: Path) -> None:
    """All faults of the reference data are reported in one run."""
    great = [GREAT_FAULTS[name] for name in ("no-site", "no-topics", "data-duplicate", "data-field")]
    for spoil, _ in great:
        spoil(small_tree)
    assert sorted(check(small_tree)) == sorted(place for _, place in great)


def test_empty_tree(tmp_path: Path) -> None:
    """A tree with nothing in it is one fault."""
    loaded = load(tmp_path)
    assert loaded.catalogue is None
    assert [(found.code, found.line) for found in loaded.diagnostics] == [("TREE-EMPTY", 0)]


def test_tree_without_issues(small_tree: Path) -> None:
    """A tree whose issues are all gone, ledgers too, is one fault."""
    for folder in ("gazette", "key-affairs", "ledger"):
        shutil.rmtree(small_tree / folder)
    assert [found.code for found in load(small_tree).diagnostics] == ["TREE-EMPTY"]


def test_missing_tree(tmp_path: Path) -> None:
    """A tree that is not there is one fault."""
    loaded = load(tmp_path / "nowhere")
    assert loaded.catalogue is None
    assert [found.code for found in loaded.diagnostics] == ["TREE-MISSING"]


def test_reference_alone(small_tree: Path) -> None:
    """Reference data can be read although issues have faults; its own faults are reported."""
    add(small_tree, "broken", "x")
    assert load_reference(small_tree)[1] == ()
    GREAT_FAULTS["no-site"][0](small_tree)
    reference, faults = load_reference(small_tree)
    assert (reference, shown(faults)) == (None, [GREAT_FAULTS["no-site"][1]])


def test_full_width_colons(small_tree: Path) -> None:
    """A full-width colon after a field's name, as a Chinese keyboard gives it, is understood."""
    add(small_tree, "colons", DRAFT.replace("topic: ", "topic：").replace("series: ", "series： "))
    assert check(small_tree) == []


def test_two_pictures_without_description(small_tree: Path) -> None:
    """Two faults of one sort in one file are two diagnostics."""
    picture = "![](../../media/gazette/2004/canal.svg)\n\n"
    path = add(small_tree, "pictures", DRAFT.replace("干渠", f"{picture}{picture}干渠"))
    assert check(small_tree) == [f"{path}:16:1 IMAGE-ALT", f"{path}:18:1 IMAGE-ALT"]


@pytest.mark.parametrize("mark", ["\ufeff", ""], ids=["byte-order-mark", "none"])
@pytest.mark.parametrize("end", ["\r\n", "\n"], ids=["crlf", "lf"])
def test_files_of_other_systems(small_tree: Path, mark: str, end: str) -> None:
    """A byte-order mark and CRLF, as Windows programs write them, are no fault, but for the lines of a ledger."""
    for path in [path for path in small_tree.rglob("*") if path.suffix in {".md", ".yaml", ".csv"}]:
        path.write_bytes((mark + path.read_text("utf-8").replace("\n", end)).encode())
    ledgers = [f"ledger/{name}.csv:1:1 LEDGER-CRLF" for name in ("gazette", "key-affairs")]
    assert check(small_tree) == (ledgers if end == "\r\n" else [])


SAMPLE = "gazette/2004/2004-11-19.md"
OTHERS = ("data/series.yaml", "data/site.yaml", "data/units.yaml", "ledger/gazette.csv", "pages/about.md")
SINGLE = st.sampled_from("\n\t |[{'&*#\ufeff\r\x00<：9,")
DOUBLE = st.sampled_from(["\n\n", "---\n", "```\n", "```item\n", "## ", ": ", "  ", "- ", "](", "![](", "[^1]: "])
BYTES = (SINGLE | DOUBLE).map(str.encode) | st.binary(min_size=1, max_size=4)
PLACES = st.floats(0, 1, exclude_max=True)


@st.composite
def mutated(draw: st.DrawFn, path: str) -> bytes:
    """Change a file of the small tree in a few places: bytes and lines deleted, inserted, replaced."""
    data = (SAMPLES / "small" / path).read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        lines = data.splitlines(keepends=True) or [b""]
        at, line = int(draw(PLACES) * len(data)), int(draw(PLACES) * len(lines))
        match draw(st.sampled_from(["delete", "insert", "replace", "drop", "double", "swap", "cut"])):
            case "delete":
                data = data[:at] + data[at + draw(st.integers(1, 30)) :]
            case "insert":
                data = data[:at] + draw(BYTES) + data[at:]
            case "replace":
                new = draw(BYTES)
                data = data[:at] + new + data[at + len(new) :]
            case "drop":
                data = b"".join(lines[:line] + lines[line + 1 :])
            case "double":
                data = b"".join([*lines[: line + 1], *lines[line:]])
            case "swap":
                data = b"".join([*lines[:line], *reversed(lines[line : line + 2]), *lines[line + 2 :]])
            case _:
                data = data[:at]
    return data


@pytest.fixture(scope="module")
def shared_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small tree in which a test changes one file again and again."""
    return Path(shutil.copytree(SAMPLES / "small", tmp_path_factory.mktemp("shared") / "content"))


@pytest.mark.parametrize("path", [SAMPLE, *OTHERS])
@given(data=st.data())
@settings(max_examples=150)
def test_mutations_never_raise(shared_tree: Path, path: str, data: st.DataObject) -> None:
    """Whatever happens to a file, loading gives a catalogue or says what is wrong, in places that exist."""
    spoiled = data.draw(mutated(path))
    try:
        (shared_tree / path).write_bytes(spoiled)
        loaded = load(shared_tree)
    finally:
        shutil.copy(SAMPLES / "small" / path, shared_tree / path)
    assert (loaded.catalogue is None) == has_errors(loaded.diagnostics)
    for found in loaded.diagnostics:
        assert "{" not in found.message.text(str) or b"{" in spoiled
        if found.path == path:
            assert 0 <= found.line <= spoiled.count(b"\n") + 2
